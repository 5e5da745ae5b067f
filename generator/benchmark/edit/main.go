// Edit measures what a writer waits for: from the write of a file to new bytes served.
//
//	go run ./generator/benchmark/edit -pages 1000 -edits 40
//
// Run it in the root of the repository on a machine with nothing else to do. It starts the development server on a corpus,
// changes a page, a fact, a template and a style in turn, asks for the address that shows the change until it does, and
// prints how long the server took to its first page and each kind of edit to its new bytes.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"time"
)

func main() {
	log.SetFlags(0)
	pages := flag.Int("pages", 1000, "number of pages")
	edits := flag.Int("edits", 40, "edits of each kind")
	flag.Parse()
	if err := measure(*pages, *edits); err != nil {
		log.Fatal(err)
	}
}

// patience is how long an edit may take before the measurement is given up.
const patience = 30 * time.Second

// kind is a kind of edit: a mark is put into a file, and an address shows it.
type kind struct {
	name, file, address string
	change              func(text []byte, mark string) []byte
}

var kinds = []kind{
	{"page", "content/section-0001/page-07.md", "/section-0001/page-07/", behind},
	{"facts", "content/things/thing-1/facts.yaml", "/things/thing-1/", func(text []byte, mark string) []byte {
		return bytes.Replace(text, []byte("value: red"), []byte("value: "+mark), 1)
	}},
	{"template", "templates/page.html", "/section-0001/page-09/", behind},
	{"style", "static/css/site.css", "", func(text []byte, mark string) []byte {
		return append(bytes.Clone(text), "\n."+mark+" { color: red }\n"...)
	}},
}

func behind(text []byte, mark string) []byte { return append(bytes.Clone(text), "\n"+mark+"\n"...) }

func measure(pages, edits int) error {
	dir, err := os.MkdirTemp("", "touchstone-edit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	project, program := filepath.Join(dir, "project"), filepath.Join(dir, "touchstone")
	for _, step := range [][]string{
		{"go", "run", "./generator/benchmark/corpus", "-pages", fmt.Sprint(pages), project},
		{"go", "build", "-o", program, "."},
	} {
		if output, err := exec.Command(step[0], step[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w\n%s", step, err, output)
		}
	}
	site, stop, err := start(program, project)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Printf("%d pages, %s, %s/%s, %d processors\nstart to first page: %d ms\n\n| edit | median | p95 | most |\n| --- | --- | --- | --- |\n",
		pages, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), site.first.Milliseconds())
	for _, k := range kinds {
		times, err := site.edit(k, edits)
		if err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		slices.Sort(times)
		at := func(part float64) int64 { return times[int(part*float64(len(times)-1))].Milliseconds() }
		fmt.Printf("| %s | %d ms | %d ms | %d ms |\n", k.name, at(0.5), at(0.95), at(1))
	}
	return nil
}

// site is a running server.
type site struct {
	project, url string
	first        time.Duration // from the start to the first page
}

func start(program, project string) (*site, func(), error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	addr := listener.Addr().String() // free a moment ago, and so most likely still
	listener.Close()
	command := exec.Command(program, "serve", "--root", project, "--addr", addr)
	s := &site{project: project, url: "http://" + addr}
	begin := time.Now()
	if err := command.Start(); err != nil {
		return nil, nil, err
	}
	stop := func() {
		command.Process.Kill()
		command.Wait()
	}
	if err := s.wait("/section-0001/page-03/", []byte("<h1>")); err != nil {
		stop()
		return nil, nil, err
	}
	s.first = time.Since(begin)
	return s, stop, nil
}

// edit makes a number of edits of a kind and gives how long each took.
func (s *site) edit(k kind, edits int) ([]time.Duration, error) {
	name := filepath.Join(s.project, filepath.FromSlash(k.file))
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var times []time.Duration
	for i := range edits {
		mark := fmt.Sprintf("mark%d%d", time.Now().Unix(), i)
		begin := time.Now()
		if err := os.WriteFile(name, k.change(text, mark), 0o644); err != nil {
			return nil, err
		}
		if err := s.wait(k.address, []byte(mark)); err != nil {
			return nil, err
		}
		times = append(times, time.Since(begin))
		time.Sleep(50 * time.Millisecond) // as a writer does, and so that each edit is one of its own
	}
	return times, nil
}

// sheet is the link to the style sheet in a page.
var sheet = regexp.MustCompile(`/assets/css/site\.[0-9a-f]+\.css`)

// wait asks for an address until it shows some text. No address stands for the style sheet of a page.
func (s *site) wait(address string, text []byte) error {
	begin := time.Now()
	for time.Since(begin) < patience {
		body, err := s.get(address)
		if err == nil && bytes.Contains(body, text) {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return errors.New("the change was never served")
}

func (s *site) get(address string) ([]byte, error) {
	if address == "" {
		page, err := s.get("/section-0001/page-09/")
		if err != nil {
			return nil, err
		}
		address = string(sheet.Find(page))
	}
	response, err := http.Get(s.url + address)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}
