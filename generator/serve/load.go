package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"touchstone/generator"
	"touchstone/generator/assets"
	"touchstone/generator/diag"
)

// site is a loaded project with its outputs by path.
type site struct {
	project   *generator.Project
	version   int
	base      string // the path of the base address, without a slash at its end
	outputs   map[string]generator.Output
	old       map[string]generator.Output // the assets of the site before: a page may be on its way that asks for them
	redirects map[string]string           // an old address, without a slash at its end, to a present one
}

func newSite(project *generator.Project, version int, before *site) *site {
	s := &site{project: project, version: version, outputs: map[string]generator.Output{}, old: before.assets(), redirects: map[string]string{}}
	if base, err := url.Parse(project.Site.Settings.BaseURL); err == nil {
		s.base = strings.TrimSuffix(base.Path, "/")
	}
	for _, output := range project.Outputs() {
		if _, taken := s.outputs[output.Path]; !taken { // the check tells of the other one
			s.outputs[output.Path] = output
		}
	}
	for _, redirect := range project.Site.Redirects {
		if from, err := url.PathUnescape(redirect.From); err == nil {
			s.redirects[strings.TrimSuffix(from, "/")] = redirect.To
		}
	}
	return s
}

// assets gives the outputs whose names are fingerprinted, and so mean the same for ever.
func (s *site) assets() map[string]generator.Output {
	found := map[string]generator.Output{}
	if s != nil {
		for name, output := range s.outputs {
			if strings.HasPrefix("/"+name, assets.Prefix) {
				found[name] = output
			}
		}
	}
	return found
}

// escaped gives a path of the site as it stands in an address.
func (s *site) escaped(path string) string {
	return (&url.URL{Path: s.base + path}).EscapedPath()
}

// edited gives the address of the one page whose file is among the paths, or nothing when there is none or are several.
func (s *site) edited(changed []string) string {
	address := ""
	for _, page := range s.project.Site.Pages {
		if page.File == nil || !slices.Contains(changed, page.Path()) {
			continue
		}
		if address != "" {
			return ""
		}
		address = s.escaped("") + page.URL
	}
	return address
}

// find tells what a host answers to a path: with an output, with another address, or with neither.
func (s *site) find(path string) (output generator.Output, location string, found bool) {
	rest, inside := strings.CutPrefix(path, s.base)
	switch {
	case inside && rest == "", path == "/" && s.base != "":
		return output, s.escaped("/"), true
	case !inside || rest[0] != '/':
		return output, "", false
	}
	if to, moved := s.redirects[strings.TrimSuffix(rest, "/")]; moved {
		return output, s.escaped("") + to, true
	}
	name := rest[1:]
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if output, found = s.outputs[name]; !found {
		output, found = s.old[name]
	}
	if found {
		return output, "", true
	}
	if _, folder := s.outputs[name+"/index.html"]; folder {
		return output, s.escaped(rest + "/"), true
	}
	return output, "", false
}

// load loads the project after changes. What cannot be shown leaves the last site in place; what could not be read is
// read again with the next change.
func (s *server) load(found *changes) {
	s.stopCheck()
	start := time.Now()
	changed := found.take()
	project, list, err := s.tryLoad(changed)
	if err != nil {
		found.note(changed)
		list = append(list, failure(err))
	}
	var loaded *site
	if project != nil && err == nil {
		loaded = newSite(project, s.versions+1, s.current())
	}
	s.update(func() {
		s.problems.load(list)
		if loaded != nil {
			s.site, s.versions = loaded, loaded.version
			s.edited = cmp.Or(loaded.edited(changed), s.edited)
		}
	})
	switch {
	case loaded == nil:
		s.logf("the project cannot be shown as it is")
		s.tell(list)
	case s.running:
		s.logf("reloaded in %d ms", time.Since(start).Milliseconds())
	}
	if loaded != nil {
		s.startCheck(loaded)
	}
	s.running = true
}

// tryLoad loads the project and gives a panic as an error. A file that was gone before it could be read is a save under
// way and no failure.
func (s *server) tryLoad(changed []string) (project *generator.Project, list diag.List, err error) {
	defer s.rescue(&err)
	project, list, err = s.options.Load(changed)
	if errors.Is(err, fs.ErrNotExist) {
		return s.options.Load(changed)
	}
	return project, list, err
}

// rescue, deferred, turns a panic of the generator into an error: its mistake on one page must not end the server.
func (s *server) rescue(err *error) {
	if value := recover(); value != nil {
		s.logf("panic: %v\n%s", value, debug.Stack())
		*err = fmt.Errorf("the program failed, which is its own mistake and not yours: %v", value)
	}
}

// startCheck looks for mistakes in all pages of a site, beside the requests that come in. A newer load ends it.
func (s *server) startCheck(loaded *site) {
	ctx, cancel := context.WithCancel(s.ctx)
	done := make(chan struct{})
	s.stopCheck = func() {
		cancel()
		<-done
	}
	go func() {
		defer close(done)
		if pause(ctx, s.checkTook) { // the longer a check takes, the less it shall get in the way of somebody who types
			s.check(ctx, loaded)
		}
	}()
}

func (s *server) check(ctx context.Context, loaded *site) {
	start := time.Now()
	list, err := s.tryCheck(ctx, loaded)
	if ctx.Err() != nil {
		return
	}
	s.checkTook = min(time.Since(start), time.Second)
	if err != nil {
		list = append(list, failure(err))
	}
	s.update(func() { s.problems.check(list, loaded.version) })
	s.tell(s.diagnostics())
}

func (s *server) tryCheck(ctx context.Context, loaded *site) (list diag.List, err error) {
	defer s.rescue(&err)
	return loaded.project.CheckContext(ctx)
}
