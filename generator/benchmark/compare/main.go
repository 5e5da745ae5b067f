// Compare builds one project with Touchstone, with the floor and with Hugo, in turn, and prints what each took:
//
//	go run ./generator/benchmark/compare -pages 1000 -rounds 5 -hugo install
//
// Run it in the root of the repository on a machine with nothing else to do. Every round builds with each program once, so
// that a change in the machine's speed meets all of them; quote the ratios. Times and memory are those that the operating system counts for
// the finished process.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// hugo is the version that is measured: the newest that Go 1.26 builds.
const hugo = "github.com/gohugoio/hugo@v0.165.0"

func main() {
	log.SetFlags(0)
	pages := flag.Int("pages", 1000, "number of pages")
	rounds := flag.Int("rounds", 5, "counted rounds; one more comes first and is not counted")
	rival := flag.String("hugo", "", "path of a Hugo to measure too, or install")
	flag.Parse()
	if err := compare(*pages, *rounds, *rival); err != nil {
		log.Fatal(err)
	}
}

// program is one of those that are compared.
type program struct {
	name    string
	command func() *exec.Cmd
	prepare func() error // before each run
	runs    []run
}

// run is what one process took.
type run struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

func compare(pages, rounds int, rival string) error {
	dir, err := os.MkdirTemp("", "touchstone-compare-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	programs, err := prepare(dir, pages, rival)
	if err != nil {
		return err
	}
	for round := range rounds + 1 {
		for _, p := range programs {
			took, err := p.run()
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			if round > 0 {
				p.runs = append(p.runs, took)
			}
		}
	}
	print(programs, pages)
	return nil
}

// prepare makes the project and builds the programs.
func prepare(dir string, pages int, rival string) ([]*program, error) {
	project, out := filepath.Join(dir, "project"), filepath.Join(dir, "out")
	touchstone, floor := filepath.Join(dir, "touchstone"), filepath.Join(dir, "floor")
	steps := [][]string{
		{"go", "run", "./generator/benchmark/corpus", "-pages", fmt.Sprint(pages), project},
		{"go", "build", "-o", touchstone, "."},
		{"go", "build", "-o", floor, "./generator/benchmark/floor"},
	}
	if rival == "install" {
		steps = append(steps, []string{"env", "CGO_ENABLED=0", "GOBIN=" + dir, "go", "install", hugo})
		rival = filepath.Join(dir, "hugo")
	}
	for _, step := range steps {
		if output, err := exec.Command(step[0], step[1:]...).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%v: %w\n%s", step, err, output)
		}
	}
	clean := func() error { return os.RemoveAll(out) }
	build := func(cache string) func() *exec.Cmd {
		return func() *exec.Cmd {
			return exec.Command(touchstone, "build", "--root", project, "--out", out, "--cache", cache)
		}
	}
	page := filepath.Join(project, "content", "section-0000", "page-07.md")
	programs := []*program{
		{name: "floor", prepare: clean, command: func() *exec.Cmd { return exec.Command(floor, project, out) }},
		{name: "touchstone, nothing remembered", prepare: clean, command: build("off")},
		{name: "touchstone, filling the cache", prepare: func() error { return cmp.Or(clean(), os.RemoveAll(filepath.Join(dir, "cache"))) }, command: build(filepath.Join(dir, "cache"))},
		{name: "touchstone, one page changed", prepare: func() error { return edit(page) }, command: build(filepath.Join(dir, "cache"))},
	}
	if rival != "" {
		programs = append(programs, &program{name: "hugo", prepare: clean, command: func() *exec.Cmd {
			return exec.Command(rival, "--quiet", "--source", filepath.Join(project, "hugo"), "--destination", out)
		}})
	}
	return programs, nil
}

// edit adds a line to a page.
func edit(page string) error {
	file, err := os.OpenFile(page, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "\nEdited at %d.\n", time.Now().UnixNano())
	return cmp.Or(err, file.Close())
}

func (p *program) run() (run, error) {
	if err := p.prepare(); err != nil {
		return run{}, err
	}
	command := p.command()
	start := time.Now()
	if output, err := command.CombinedOutput(); err != nil {
		return run{}, fmt.Errorf("%w\n%s", err, output)
	}
	took := run{wall: time.Since(start), cpu: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		took.peak = usage.Maxrss * 1024 // in kB on Linux
	}
	return took, nil
}

func print(programs []*program, pages int) {
	fmt.Printf("%d pages, %d rounds, %s, %s/%s, %d processors: median (least to most)\n\n", pages, len(programs[0].runs), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Println("| program | wall | CPU | CPU to the floor's | peak memory |\n| --- | --- | --- | --- | --- |")
	for _, p := range programs {
		wall := spread(p.runs, func(r run) float64 { return r.wall.Seconds() })
		cpu := spread(p.runs, func(r run) float64 { return r.cpu.Seconds() })
		peak := spread(p.runs, func(r run) float64 { return float64(r.peak) / 1e6 })
		var ratios []run
		for i, r := range p.runs { // round by round: both met the same machine
			ratios = append(ratios, run{wall: time.Duration(float64(r.cpu) / float64(programs[0].runs[i].cpu) * float64(time.Second))})
		}
		ratio := spread(ratios, func(r run) float64 { return r.wall.Seconds() })
		fmt.Printf("| %s | %s s | %s s | %s | %s MB |\n", p.name, wall, cpu, ratio, peak)
	}
}

// spread gives the median, least and most of a figure.
func spread(runs []run, figure func(run) float64) string {
	values := make([]float64, len(runs))
	for i, r := range runs {
		values[i] = figure(r)
	}
	slices.Sort(values)
	return fmt.Sprintf("%.2f (%.2f to %.2f)", values[len(values)/2], values[0], values[len(values)-1])
}
