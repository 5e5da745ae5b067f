package generator_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/sync/semaphore"
)

// patience is how long a test waits for one thing, on a machine that has much else to do.
const patience = time.Minute

// limit is how long a test may take once its tab is open.
const limit = 4 * time.Minute

// maxTabs is the number of tabs that are open at a time: each keeps a processor busy.
const maxTabs = 2

// TestMain ends what the tests share.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range shared.ends {
		end()
	}
	os.Exit(code)
}

// shared holds what is to be ended when all tests are done.
var shared struct {
	sync.Mutex
	ends []func()
}

func afterAll(end func()) {
	shared.Lock()
	defer shared.Unlock()
	shared.ends = append(shared.ends, end)
}

var (
	chrome = sync.OnceValues(startChrome)
	places = semaphore.NewWeighted(maxTabs)
)

var errNoBrowser = errors.New("neither chromium, chromium-browser nor google-chrome is installed")

// startChrome starts the browser that all tests share.
func startChrome() (context.Context, error) {
	program := findChrome()
	if program == "" {
		return nil, errNoBrowser
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("enable-blink-features", "ComputedAccessibilityInfo")) // computedName
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	afterAll(func() {
		defer time.AfterFunc(patience, cancel).Stop()
		chromedp.Cancel(ctx) // and wait until its files are gone
	})
	defer time.AfterFunc(patience, cancel).Stop()
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return ctx, nil
}

func findChrome() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return ""
}

// tab is an open page with storage of its own. What goes wrong in it fails the test.
type tab struct {
	*testing.T
	ctx    context.Context
	origin string // of all that it may ask for

	mu         sync.Mutex
	complaints []string
	excused    []string // parts of complaints that are meant to be
}

// openTab opens a tab for a site. It waits while there are enough of them.
func openTab(t *testing.T, origin string) *tab { return openTabs(t, origin, 1)[0] }

// openTabs opens several tabs that share their storage.
func openTabs(t *testing.T, origin string, n int64) []*tab {
	t.Helper()
	ctx, err := chrome()
	if errors.Is(err, errNoBrowser) && os.Getenv("TOUCHSTONE_BROWSER") != "required" {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
	if err := places.Acquire(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { places.Release(n) })
	var tabs []*tab
	for i := range n {
		b := &tab{T: t, origin: origin}
		options := []chromedp.ContextOption{chromedp.WithListener(b.hear)}
		if i == 0 {
			options = append(options, chromedp.WithNewBrowserContext())
		}
		var cancel context.CancelFunc
		ctx, cancel = chromedp.NewContext(ctx, options...)
		t.Cleanup(cancel)
		timer := time.AfterFunc(patience, cancel)
		if err := chromedp.Do(ctx); err != nil { // a limit of its context would be that of the tab
			t.Fatalf("open a tab: %v", err)
		}
		timer.Stop()
		b.ctx, cancel = context.WithTimeout(ctx, limit)
		t.Cleanup(cancel)
		t.Cleanup(b.report)
		b.do(call(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
		b.size(1280, 800)
		b.media("", "light")
		tabs = append(tabs, b)
	}
	return tabs
}

// hear takes down what must not happen on any page.
func (b *tab) hear(event any) {
	var complaint string
	switch e := event.(type) {
	case *log.EventEntryAdded: // violations of the Content-Security-Policy are among them
		if e.Entry.Level == log.EntryLevelError {
			complaint = fmt.Sprintf("the browser says: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			complaint = "a script says:"
			for _, arg := range e.Args {
				complaint += " " + cmp.Or(arg.Description, string(arg.Value))
			}
		}
	case *runtime.EventExceptionThrown:
		complaint = "a script fails: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			complaint += " " + e.ExceptionDetails.Exception.Description
		}
	case *network.EventRequestWillBeSent:
		if url := e.Request.URL; !strings.HasPrefix(url, b.origin+"/") && !strings.HasPrefix(url, "data:") {
			complaint = "the page asks another site: " + url
		}
	}
	if complaint != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.complaints = append(b.complaints, complaint)
	}
}

// excuse lets complaints with a text in them pass.
func (b *tab) excuse(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.excused = append(b.excused, text)
}

// heard gives the complaints that nobody excused.
func (b *tab) heard() []string {
	b.try(chromedp.Evaluate[chromedp.Void]("0")) // what came before its answer has been heard
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.complaints), func(complaint string) bool {
		return slices.ContainsFunc(b.excused, func(text string) bool { return strings.Contains(complaint, text) })
	})
}

func (b *tab) report() {
	for _, complaint := range b.heard() {
		b.Error(complaint)
	}
}
