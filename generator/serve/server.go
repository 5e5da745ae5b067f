package serve

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"touchstone/generator/diag"
)

// server is what requests, loads and checks share.
type server struct {
	options Options
	ctx     context.Context // ends with the server
	id      string          // of this run: a page that was open in an earlier one must not take its versions for ours
	kept    *keeper

	// For the goroutine that loads, and no other:
	stopCheck func()        // ends the check that is under way, if any
	checkTook time.Duration // the last check that was not ended early; written by the check
	running   bool          // the first load is done

	mu       sync.Mutex
	site     *site  // nil until a load succeeded
	versions int    // loads that succeeded
	edited   string // the address of the page whose file was changed last
	problems problems
	streams  map[chan struct{}]bool // each is told that the state has changed

	logMu sync.Mutex
	told  diag.List // what the log told last
}

func newServer(ctx context.Context, options Options) *server {
	return &server{
		options:   options,
		ctx:       ctx,
		id:        strconv.FormatInt(time.Now().UnixNano(), 36),
		kept:      newKeeper(),
		stopCheck: func() {},
		problems:  problems{drawn: map[string]drawn{}},
		streams:   map[chan struct{}]bool{},
	}
}

// state is what an open page needs to know to be up to date. The names of versions are only compared.
type state struct {
	Site     string `json:"site"`
	Problems string `json:"problems"`
	Edited   string `json:"edited,omitempty"` // the address of the page whose file was changed last
	Errors   int    `json:"errors"`
	Warnings int    `json:"warnings"`
}

func (s *server) state() state {
	s.mu.Lock()
	defer s.mu.Unlock()
	errors, warnings := s.problems.all.Count()
	return state{fmt.Sprint(s.id, "-", s.versions), fmt.Sprint(s.id, "-", s.problems.version), s.edited, errors, warnings}
}

// current gives the site as it was last loaded, or nil when it never could be.
func (s *server) current() *site {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.site
}

// diagnostics gives all mistakes that are known.
func (s *server) diagnostics() diag.List {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems.all)
}

// update changes what is known of the site and tells it to the open pages.
func (s *server) update(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := [2]int{s.versions, s.problems.version}
	change()
	s.problems.join()
	if before == [2]int{s.versions, s.problems.version} {
		return
	}
	for stream := range s.streams {
		select {
		case stream <- struct{}{}:
		default: // it has not yet taken the last one, and will see this state too
		}
	}
}

// join adds a stream to those that are told of changes; leave takes it out.
func (s *server) join() (changed <-chan struct{}, leave func()) {
	stream := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams[stream] = true
	return stream, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.streams, stream)
	}
}

// logf writes one line, or several that belong together.
func (s *server) logf(format string, args ...any) {
	if s.options.Log == nil {
		return
	}
	s.logMu.Lock()
	defer s.logMu.Unlock()
	fmt.Fprintln(s.options.Log, strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
}
