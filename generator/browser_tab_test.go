package generator_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// The steps of which tests in a browser are made.

func (b *tab) try(step chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, step)
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	for _, step := range steps {
		if err := b.try(step); err != nil {
			b.Fatal(err)
		}
	}
}

// call makes a step of a command of the protocol.
func call[P any](command cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

// value gives what an expression, or the promise that it makes, comes to.
func value[V any](b *tab, script string) V {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[V](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", script, err)
	}
	return v
}

// holds tells whether a condition is true in the page now.
func (b *tab) holds(condition string) bool {
	b.Helper()
	return value[bool](b, "!!("+condition+")")
}

// await waits until a condition is true in the page, whichever page is open by then.
func (b *tab) await(condition string) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for {
		now, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+condition+")")) // fails while a page goes
		if now && err == nil {
			return
		}
		select {
		case <-ctx.Done():
			b.Fatalf("it does not come about that %s (%v); %v", condition, err, b.heard())
		case <-tick.C:
		}
	}
}

// expect fails the test, which goes on, if a condition is not true in the page.
func (b *tab) expect(condition, format string, args ...any) {
	b.Helper()
	if !b.holds(condition) {
		b.Errorf(format, args...)
	}
}

// open opens a page and waits until all of it is there.
func (b *tab) open(path string) {
	b.Helper()
	b.do(chromedp.Navigate(b.origin+path), chromedp.Evaluate[chromedp.Void]("document.fonts.ready.then(() => 0)", chromedp.EvalAwaitPromise))
}

// press presses keys, one after the other.
func (b *tab) press(keys string) {
	b.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// click clicks at an element that is chosen by a selector.
func (b *tab) click(selector string) {
	b.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

func (b *tab) size(width, height int64) {
	b.Helper()
	b.do(chromedp.EmulateViewport(width, height))
}

// media sets the medium, if not the screen, and the colour scheme. Nothing moves, so that colours are what they become.
func (b *tab) media(medium, scheme string) {
	b.Helper()
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}))
}

// scripts lets the page's scripts run or not, from the next page on.
func (b *tab) scripts(run bool) {
	b.Helper()
	b.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !run}))
}

// quote writes a text as a script does.
func quote(text string) string { return strconv.Quote(text) }

// The other tests rely on being told of these.
func TestBrowserComplains(t *testing.T) {
	t.Parallel()
	b := openTab(t, ownHost(t).URL)
	b.open("/")
	for script, complaint := range map[string]string{
		`document.head.append(Object.assign(document.createElement("style"), {textContent: "p { color: red }"}))`: "Content Security Policy",
		`fetch("http://127.0.0.1:9/").catch(() => 0)`:                                                             "Content Security Policy",
		`new Image().src = "http://127.0.0.1:9/"`:                                                                 "Content Security Policy",
		`console.error("a message")`:                                                                              "a message",
		`setTimeout(() => nobody.knows())`:                                                                        "nobody is not defined",
		`fetch("/nowhere/").then(() => 0)`:                                                                        "404",
	} {
		value[*chromedp.Void](b, script+"\n;null")
		end := time.Now().Add(patience)
		for !strings.Contains(strings.Join(b.heard(), "\n"), complaint) {
			if time.Now().After(end) {
				t.Fatalf("nothing is heard of %s: %v", script, b.heard())
			}
		}
		b.mu.Lock()
		b.complaints = nil
		b.mu.Unlock()
	}
	b.excuse("") // what else was said of them
}
