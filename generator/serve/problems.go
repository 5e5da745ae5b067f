package serve

import (
	"fmt"
	"slices"
	"strings"

	"touchstone/generator/diag"
)

// maxTold is the number of mistakes that the log tells at a time.
const maxTold = 20

// problems are the mistakes that are known, by where they come from. Those of the last check and of drawing stay until
// there are newer ones: without that an overlay would go and come back with each load.
type problems struct {
	loaded  diag.List
	checked diag.List
	drawn   map[string]drawn // by the output's path

	all     diag.List
	version int  // goes up when all changes
	stale   bool // all is to be made again
}

// drawn are the mistakes that showed when an output was drawn.
type drawn struct {
	version int // of the site
	list    diag.List
}

// load takes in what a load showed.
func (p *problems) load(list diag.List) {
	p.loaded, p.stale = list, true
}

// check takes in what a check of a version of the site showed, and forgets what drawing an older one did.
func (p *problems) check(list diag.List, version int) {
	p.checked, p.stale = list, true
	for path, page := range p.drawn {
		if page.version < version {
			delete(p.drawn, path)
		}
	}
}

// draw takes in what drawing an output showed. That is nothing, most often, and then there is nothing to join.
func (p *problems) draw(path string, version int, list diag.List) {
	if _, before := p.drawn[path]; len(list) == 0 && !before {
		return
	}
	delete(p.drawn, path)
	if len(list) > 0 {
		p.drawn[path] = drawn{version, list}
	}
	p.stale = true
}

// join brings all and its version up to date.
func (p *problems) join() {
	if !p.stale {
		return
	}
	p.stale = false
	all := slices.Concat(p.loaded, p.checked)
	for _, page := range p.drawn {
		all = append(all, page.list...)
	}
	all.Sort()
	if !slices.Equal(all, p.all) {
		p.all = all
		p.version++
	}
}

// failure gives an error of the world the form of a diagnostic, so that it is shown where those are.
func failure(err error) diag.Diagnostic {
	return diag.Diagnostic{Rule: diag.Rule{ID: "failure", Severity: diag.Error}, Message: err.Error()}
}

// tell writes to the log what is new in a list of mistakes.
func (s *server) tell(list diag.List) {
	s.logMu.Lock()
	before := s.told
	s.told = list
	s.logMu.Unlock()
	fresh := slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool { return slices.Contains(before, d) })
	switch {
	case len(fresh) > 0:
		s.logf("%s", describe(fresh))
	case len(list) == 0 && len(before) > 0:
		s.logf("all mistakes are mended")
	}
}

func describe(list diag.List) string {
	var text strings.Builder
	for _, d := range list[:min(maxTold, len(list))] {
		line := strings.TrimPrefix(d.String(), ": ") // a failure has no place
		fmt.Fprintln(&text, line)
		if d.Hint != "" {
			fmt.Fprintf(&text, "    hint: %s\n", d.Hint)
		}
	}
	if more := len(list) - maxTold; more > 0 {
		fmt.Fprintf(&text, "and %d more\n", more)
	}
	return text.String()
}
