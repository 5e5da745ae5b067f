// Package serve is the development server: it shows a project in a browser while somebody writes it.
//
// [Run] binds an address and loads the project. From then on a request calls the Render of the one [generator.Output] that
// it asks for; nothing is made before. A watcher tells when something in the project's folder has really changed, the
// project is loaded again, and open pages hear of it, fetch themselves and patch what differs. A project with mistakes
// is shown as far as it goes, with the mistakes laid over it.
//
// The package knows nothing of Markdown, templates or the catalogue. It is the only home of fsnotify. The part of it that
// runs in the browser is in the folder browser.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"touchstone/generator"
	"touchstone/generator/diag"
)

// patience is how long a shutdown waits for what is under way.
const patience = 800 * time.Millisecond

// Options say what to serve and where.
type Options struct {
	Dir    string   // the project's folder, whose content, templates and static folders are watched
	Ignore []string // folders in it that are not watched, such as that of a build's output
	Addr   string   // host:port to listen on; port 0 takes any that is free

	// Load is called at the start and after each change, never twice at once, with the paths of the files and folders that
	// changed since the last call that gave no error: at the start, those of all folders of a project.
	Load  func(changed []string) (*generator.Project, diag.List, error)
	Ready func(url string) // called when the first page can be asked for; may be nil
	Log   io.Writer        // one line an event, and mistakes as text
}

// Run serves a project until the context ends, which is no error.
func Run(ctx context.Context, options Options) error {
	dir, err := filepath.Abs(options.Dir)
	if err != nil {
		return fmt.Errorf("find the project: %w", err)
	}
	options.Dir = dir
	listener, err := net.Listen("tcp", options.Addr)
	if err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := newServer(ctx, options)
	w := newWatcher(dir, options.Ignore, s.logf, fsnotify.NewWatcher)
	found := everything()
	s.load(found) // after the watcher's first look: what changes from here on is seen
	s.announce(listener.Addr())

	var group sync.WaitGroup
	group.Go(func() { w.run(ctx, found) })
	group.Go(func() { s.follow(found) })
	err = s.answer(listener)
	cancel()
	wait(&group)
	return err
}

// follow loads the project again after each change. One that comes during a load waits in the channel, several are one.
func (s *server) follow(found *changes) {
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-found.come:
			s.load(found)
		}
	}
}

// answer answers requests until the server's context ends.
func (s *server) answer(listener net.Listener) error {
	web := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return s.ctx }, // ends event streams on shutdown
	}
	done := make(chan struct{})
	context.AfterFunc(s.ctx, func() {
		defer close(done)
		limit, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if web.Shutdown(limit) != nil {
			web.Close()
		}
	})
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	<-done
	return nil
}

// wait waits for the goroutines of a group, but not for ever: a load may take its time.
func wait(group *sync.WaitGroup) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		group.Wait()
	}()
	select {
	case <-done:
	case <-time.After(patience / 4):
	}
}

// announce tells where the site is.
func (s *server) announce(addr net.Addr) {
	address := "http://" + browsable(addr) + "/"
	if site := s.current(); site != nil {
		address = "http://" + browsable(addr) + site.escaped("/")
	}
	s.logf("serving %s (a tab at %sfollow goes to the page that is edited)", address, own)
	if s.options.Ready != nil {
		s.options.Ready(address)
	}
}

// browsable gives the host and port that a browser on this machine can ask, when all interfaces are listened on.
func browsable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return fmt.Sprintf("localhost:%d", tcp.Port)
}
