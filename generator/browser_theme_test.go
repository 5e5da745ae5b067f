package generator_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// light tells whether the page is drawn in light colours, by its background.
const light = `getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).every((c) => c > 127)`

const dark = `!(` + light + `)`

func TestBrowserThemeButton(t *testing.T) {
	t.Parallel()
	h := ownHost(t)
	b := openTab(t, h.URL)
	b.open("/")
	b.expect(light, "the page is not light where the system is")
	b.media("", "dark")
	b.expect(dark, "the page is not dark where the system is")

	const button = `document.querySelector(".tools button")`
	names := map[string]bool{}
	for _, theme := range []struct{ name, looks string }{{"light", light}, {"dark", dark}, {"system", dark}} {
		value[*chromedp.Void](b, button+`.focus(), null`)
		b.press(kb.Enter)
		b.await(theme.looks)
		name := value[string](b, button+`.computedName`)
		if names[name] || !strings.Contains(name, theme.name) {
			t.Errorf("the button says %q where %s colours hold", name, theme.name)
		}
		names[name] = true
		b.await(`document.querySelector("[role=status]").textContent.includes(` + quote(theme.name) + `)`)
		b.do(chromedp.Reload())
		b.await(button)
		b.expect(theme.looks, "the choice of %s colours does not outlive the page", theme.name)
		b.open(h.kinds(t)["entry"])
		b.expect(theme.looks, "the choice of %s colours does not hold on another page", theme.name)
	}
	b.media("", "light")
	b.expect(light, "the page does not follow the system any more")
}

// focused is the element that has the focus; there may be none.
const focused = `document.activeElement`

// ring tells whether the focus can be seen.
const ring = `(({outlineStyle, outlineWidth, boxShadow}) => outlineStyle !== "none" && parseFloat(outlineWidth) > 0 || boxShadow !== "none")(getComputedStyle(` + focused + `))`

// inSight tells whether the element that has the focus is within the window.
const inSight = `((r) => r.width > 0 && r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth)(` + focused + `.getBoundingClientRect())`

func TestBrowserHeaderByKeyboard(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{1280, 360} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			b := openTab(t, ownHost(t).URL)
			b.size(width, 800)
			b.open("/")
			n := value[int](b, `(window.controls = [...document.querySelectorAll("body > header :is(a, button, input, summary)")].filter((e) => e.checkVisibility())).length`)
			if n < 3 {
				t.Errorf("the header has %d controls", n)
			}
			b.press(kb.Tab) // the link to the content
			for range n {
				b.press(kb.Tab)
				name := value[string](b, focused+`.computedName`)
				b.expect(`controls.includes(`+focused+`)`, "%s has the focus before all of the header had it", name)
				b.expect(ring, "%s has no ring when it has the focus", name)
				b.expect(inSight, "%s has the focus out of sight", name)
				if name == "" {
					t.Errorf("a control has no name: %s", value[string](b, focused+`.outerHTML`))
				}
				value[int](b, `controls.splice(controls.indexOf(`+focused+`), 1).length`)
			}
			b.expect(`controls.length === 0`, "not all of the header can be reached")
		})
	}
}

func TestBrowserMenuByKeyboard(t *testing.T) {
	t.Parallel()
	h := ownHost(t)
	b := openTab(t, h.URL)
	b.size(360, 700)
	b.open(h.kinds(t)["chapter"])
	const (
		menu   = `document.querySelector(".open-nav")`
		inside = focused + `.closest("dialog[open] nav")`
		closed = `!document.querySelector("dialog[open]") && ` + focused + ` === ` + menu
	)
	value[*chromedp.Void](b, menu+`.focus(), null`)
	for _, keys := range []struct{ open, close string }{{kb.Enter, kb.Escape}, {" ", kb.Enter}} {
		b.press(keys.open)
		b.await(inside)
		b.expect(ring, "no ring shows where the focus is in the menu")
		b.expect(inSight, "the menu opens out of sight")
		b.press(keys.close) // the link that closes it has the focus
		b.await(closed)
	}
	b.press(kb.Enter)
	b.await(inside)
	for range value[int](b, `document.querySelectorAll("dialog a").length`) + 1 {
		b.press(kb.Tab)
		b.expect(inside+` || `+focused+` === document.body`, "the focus leaves the open menu for %s", value[string](b, focused+`.outerHTML.slice(0, 100)`))
	}
	value[*chromedp.Void](b, `[...document.querySelectorAll("dialog a[aria-current=page]")].at(-1).focus(), null`)
	b.size(1280, 700) // as when a telephone is turned
	b.await(`!document.querySelector("dialog[open]") && document.querySelector(".frame > .sidebar").checkVisibility()`)
	b.size(360, 700)
	value[*chromedp.Void](b, menu+`.focus(), null`)

	b.press(kb.Enter)
	b.await(inside)
	value[*chromedp.Void](b, `document.querySelector("dialog nav > ul a").focus(), null`)
	address := value[string](b, focused+`.pathname`)
	b.press(kb.Enter)
	b.await(`location.pathname === ` + quote(address) + ` && document.readyState === "complete"`)
}

func TestBrowserReceipts(t *testing.T) {
	t.Parallel()
	h := ownHost(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			t.Parallel()
			b := openTab(t, h.URL)
			b.scripts(scripts)
			entry := h.kinds(t)["entry"]
			b.open(entry)
			ids := value[[]string](b, `[...document.querySelectorAll(".facts .slip[id]")].map((e) => e.id)`)
			if len(ids) < 3 {
				t.Fatalf("%s has %d receipts", entry, len(ids))
			}
			b.expect(`!document.querySelector("main details.receipt[open]")`, "receipts are open that nobody asked for")
			b.open("/")
			for _, id := range []string{ids[len(ids)-1], ids[len(ids)/2], ids[0]} { // the second and third on the open page
				b.open(entry + "#" + id)
				b.await(`((e) => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) && e.getBoundingClientRect().height > 0)(document.getElementById(` + quote(id) + `))`)
				b.await(`((r) => r.top >= 0 && r.top < innerHeight)(document.getElementById(` + quote(id) + `).getBoundingClientRect())`)
			}
			b.expect(`document.querySelectorAll("details.receipt[open]").length === 3`, "not three receipts are open")

			// A value of the large table leads to its receipt.
			b.open(h.kinds(t)["entries"])
			id := value[string](b, `((a) => (a.scrollIntoView({block: "center", inline: "center"}), a.id = "followed", a.hash.slice(1)))([...document.querySelectorAll("main .compare td > a")].at(-1))`)
			b.click("#followed")
			b.await(`document.readyState === "complete" && document.getElementById(` + quote(id) + `)?.closest("details").open`)
		})
	}
}

// visibleRows lists the rows of the table that can be narrowed, by their labels.
const visibleRows = `[...document.querySelectorAll("[data-filter] tbody tr:not(.group)")].filter((row) => row.checkVisibility()).map((row) => row.querySelector("summary").textContent)`

// visibleColumns lists its entries.
const visibleColumns = `[...document.querySelectorAll("[data-filter] th[data-id]")].filter((e) => e.checkVisibility()).map((e) => e.dataset.id)`

func TestBrowserTableTools(t *testing.T) {
	t.Parallel()
	h := ownHost(t)
	for _, kind := range []string{"entries", "group"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			b := openTab(t, h.URL)
			testTableTools(b, h.kinds(t)[kind])
		})
	}
}

func testTableTools(b *tab, address string) {
	b.open(address)
	allRows, allColumns := value[[]string](b, visibleRows), value[[]string](b, visibleColumns)
	is := func(list string, n int) string { return fmt.Sprintf("%s.length === %d", list, n) }
	// again expects the same after the page is loaded anew, as by somebody who was given its address.
	again := func(what string) {
		b.Helper()
		rows, columns := value[[]string](b, visibleRows), value[[]string](b, visibleColumns)
		b.await(`document.querySelector(".filter output").textContent === "` + fmt.Sprintf("%d of %d rows", len(rows), len(allRows)) + `"`)
		b.do(chromedp.Reload())
		b.await(is(visibleRows, len(rows)))
		b.await(is(visibleColumns, len(columns)))
		if got := fmt.Sprint(value[[]string](b, visibleRows), value[[]string](b, visibleColumns)); got != fmt.Sprint(rows, columns) {
			b.Errorf("%s: the address brings back %s and not %v %v", what, got, rows, columns)
		}
	}
	reset := func() {
		b.Helper()
		value[*chromedp.Void](b, `[...document.querySelectorAll(".filter button")].at(-1).focus(), null`)
		b.press(kb.Enter)
		b.await(is(visibleRows, len(allRows)))
		b.await(is(visibleColumns, len(allColumns)))
		b.await(`location.search === ""`)
	}

	word := strings.ToLower(strings.Fields(allRows[len(allRows)/2])[0])
	b.click(`.filter input[type="search"]`)
	b.press(word)
	b.await(`new URLSearchParams(location.search).get("rows") === ` + quote(word))
	b.expect(visibleRows+`.length > 0 && `+visibleRows+`.length < `+fmt.Sprint(len(allRows)), "the word %s narrows nothing", word)
	b.expect(visibleRows+`.includes(`+quote(allRows[len(allRows)/2])+`)`, "the row with the word %s is gone", word)
	b.expect(`[...document.querySelectorAll("[data-filter] tbody")].every((body) => !body.checkVisibility() || body.textContent.toLowerCase().includes(`+quote(word)+`))`, "rows without %s are shown", word)
	again("words")
	b.expect(`document.querySelector('.filter input[type="search"]').value === `+quote(word), "the field does not show the word")
	reset()

	b.click(`.filter > label input`)
	b.await(`location.search.includes("differ")`)
	b.expect(visibleRows+`.length > 0 && `+visibleRows+`.length < `+fmt.Sprint(len(allRows)), "all rows differ, or none")
	b.expect(`[...document.querySelectorAll("[data-filter] tbody tr:not(.group)")].every((row) =>
		row.checkVisibility() === new Set([...row.querySelectorAll(":scope > td")].map((cell) => cell.textContent.trim())).size > 1)`, "not just the rows that differ are shown")
	again("differences")
	reset()

	b.click(`.filter summary`)
	b.await(`document.querySelector(".filter fieldset").checkVisibility()`)
	b.click(`.filter fieldset label:first-of-type input`)
	b.await(is(visibleColumns, len(allColumns)-1))
	b.expect(`!`+visibleColumns+`.includes(`+quote(allColumns[0])+`) && !new URLSearchParams(location.search).get("columns").includes(`+quote(allColumns[0])+`)`, "another column is hidden")
	b.expect(`[...document.querySelectorAll("[data-filter] tr:not(.group)")].every((row) => [...row.children].filter((e) => !e.hidden).length === `+fmt.Sprint(len(allColumns))+`)`, "heads and cells do not go together")
	b.press(kb.Escape)
	b.await(`!document.querySelector(".filter details").open && ` + focused + `.localName === "summary"`)
	again("columns")
	reset()

	for query, shown := range map[string][2]int{
		"?columns=nonsense,,&other=1&rows=":     {len(allRows), len(allColumns)},
		"?columns=" + allColumns[1] + ",x,%FF%": {len(allRows), 1},
		"?rows=%3Cimg+src=x+onerror=throw%3E":   {0, 0},
		"?%E0%A4%A=&&==&columns&rows&_=%00":     {len(allRows), len(allColumns)},
	} {
		b.open(address + query)
		b.await(is(visibleRows, shown[0]))
		b.await(is(visibleColumns, shown[1]))
	}
}

func TestBrowserCopyButton(t *testing.T) {
	t.Parallel()
	h := ownHost(t)
	b := openTab(t, h.URL)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, name := range []string{"clipboard-read", "clipboard-write"} {
			_, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{
				Permission: &browser.PermissionDescriptor{Name: name, AllowWithoutSanitization: name == "clipboard-write"}, Setting: browser.PermissionSettingGranted,
				Origin: h.URL, BrowserContextID: chromedp.FromContext(ctx).BrowserContextID})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	b.open(h.kinds(t)["manual"])
	b.expect(`document.querySelectorAll(".code").length === document.querySelectorAll(".code .copy").length`, "not all code has a button")
	b.click(".code.numbered .copy")
	b.await(`document.querySelector("[role=status]")?.textContent === "Copied"`)
	copied := strings.Split(strings.TrimSuffix(value[string](b, `navigator.clipboard.readText()`), "\n"), "\n")
	lines := value[[]string](b, `[...document.querySelectorAll(".code.numbered:has(.copy) .line")].map((e) => e.textContent.trimEnd())`)
	if len(lines) < 5 || !slices.Equal(copied, lines) {
		t.Errorf("copied is %q, not %q", copied, lines)
	}
}

func TestBrowserTableOfContents(t *testing.T) {
	t.Parallel()
	h := ownHost(t)
	b := openTab(t, h.URL)
	b.size(1400, 800)
	b.open(h.kinds(t)["manual"])
	const current = `document.querySelector(".toc [aria-current]")`
	links := value[[]string](b, `[...document.querySelectorAll(".toc a")].map((a) => a.hash)`)
	for _, i := range []int{len(links) - 4, 3, 4, 5, 0, len(links) / 2} { // jumps, and steps that leave headings behind
		value[*chromedp.Void](b, `document.getElementById(decodeURIComponent(`+quote(links[i])+`.slice(1))).scrollIntoView(), null`)
		b.await(current + `?.hash === ` + quote(links[i]))
		b.expect(`document.querySelectorAll(".toc [aria-current]").length === 1`, "two headings are current")
		b.expect(`((r, box) => r.top >= box.top && r.bottom <= box.bottom)(`+current+`.getBoundingClientRect(), document.querySelector(".toc").getBoundingClientRect())`, "the current heading is out of sight in the table of contents")
	}
}
