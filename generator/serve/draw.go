package serve

import (
	"strings"
	"sync"

	"touchstone/generator"
	"touchstone/generator/diag"
)

// draw gives the bytes of an output. A page that cannot be drawn is shown as it last was, if it is still known.
func (s *server) draw(loaded *site, output generator.Output) ([]byte, error) {
	if !isHTML(output.Path) {
		data, _, err := s.tryDraw(output)
		return data, err
	}
	if data, version := s.kept.page(output.Path); data != nil && version == loaded.version {
		return data, nil
	}
	data, list, err := s.tryDraw(output)
	if err != nil {
		list = append(list, failure(err))
	}
	s.update(func() { s.problems.draw(output.Path, loaded.version, list) })
	if len(list) > 0 {
		s.tell(s.diagnostics())
		if last, _ := s.kept.page(output.Path); last != nil {
			return last, nil
		}
		return nil, errBroken(list)
	}
	data = withScript(data)
	s.kept.keep(output.Path, data, loaded.version)
	return data, nil
}

// tryDraw calls an output's Render and gives a panic as an error.
func (s *server) tryDraw(output generator.Output) (data []byte, list diag.List, err error) {
	defer s.rescue(&err)
	return output.Render()
}

// errBroken says that a page has mistakes and was never drawn before.
type errBroken diag.List

// Error implements error.
func (e errBroken) Error() string { return strings.TrimSpace(describe(diag.List(e))) }

func isHTML(path string) bool { return strings.HasSuffix(path, ".html") }

// maxKept is the number of pages of which the last bytes are kept.
const maxKept = 64

// keeper keeps the bytes of the pages that were drawn last. An open page is asked for again and again, and the one who
// writes it must not lose sight of it while a template is broken.
type keeper struct {
	mu    sync.Mutex
	pages map[string]keptPage
	clock int
}

type keptPage struct {
	data    []byte
	version int // of the site
	used    int
}

func newKeeper() *keeper { return &keeper{pages: map[string]keptPage{}} }

func (k *keeper) page(path string) (data []byte, version int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	page, known := k.pages[path]
	if known {
		k.clock++
		page.used = k.clock
		k.pages[path] = page
	}
	return page.data, page.version
}

func (k *keeper) keep(path string, data []byte, version int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.clock++
	k.pages[path] = keptPage{data, version, k.clock}
	if len(k.pages) <= maxKept {
		return
	}
	oldest := path
	for other, page := range k.pages {
		if page.used < k.pages[oldest].used {
			oldest = other
		}
	}
	delete(k.pages, oldest)
}
