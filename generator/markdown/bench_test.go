package markdown_test

import (
	"strconv"
	"strings"
	"testing"

	"touchstone/generator/markdown"
)

// A section of a documentation page: about 1 KB of prose, and 0.6 KB of code.
const (
	benchProse = `## Section N: requests and responses

A *request* reaches the **router** first, which finds the handler by method and path; see [routing](routing.md#paths) and
the [reference](https://example.org/docs/request). Middleware runs before and after it, in the order in which it was added[^N].

> [!NOTE]
> Handlers run in a thread of their own, so do not share ` + "`state`" + ` between them without a lock.

- Query parameters are parsed lazily, and a wrong one is an error of the client, not of the server.
- Headers keep their order. Names are compared without regard to case: ` + "`Content-Type`" + ` is ` + "`content-type`" + `.
  - Cookies are headers, too.

| Option | Default | Meaning |
| :--- | ---: | --- |
| ` + "`timeout`" + ` | 30 s | how long a client may take to send its request |
| ` + "`max_body`" + ` | 1 MB | what is larger is refused with status 413 |

[^N]: The order can be seen with the ` + "`routes`" + ` command.

`
	benchCode = "```python {title=\"app.py\"}\n" + `# variant N of @@
from framework import App, Request, Response

app = App(debug=True, name="items")

@app.get("/items/{item_id}")
async def read_item(request: Request, item_id: int, q: str | None = None) -> Response:
    """Give one item, or 404 if there is none."""
    item = await app.db.fetch_one("SELECT * FROM items WHERE id = $1", item_id)
    if item is None:
        return Response({"error": f"no item {item_id}"}, status=404)
    return Response({"id": item.id, "name": item.name, "q": q})
` + "```\n\n"
)

func page(section string) []byte {
	var b strings.Builder
	for i := range 5 {
		b.WriteString(strings.ReplaceAll(section, "N", strconv.Itoa(i)))
	}
	return []byte(b.String())
}

func BenchmarkConvert(b *testing.B) {
	b.Run("prose", func(b *testing.B) {
		benchmarkConvert(b, page(benchProse))
	})
	b.Run("code", func(b *testing.B) { // five code samples that were not seen before
		source, converter, n := string(page(benchProse+benchCode)), newConverter(), 0
		b.ReportAllocs()
		b.SetBytes(int64(len(source)))
		for b.Loop() {
			n++
			converter.Convert(testPath, []byte(strings.ReplaceAll(source, "@@", strconv.Itoa(n))))
		}
	})
	b.Run("code remembered", func(b *testing.B) {
		benchmarkConvert(b, page(benchProse+benchCode))
	})
}

func benchmarkConvert(b *testing.B, source []byte) {
	converter := newConverter()
	b.ReportAllocs()
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		converter.Convert(testPath, source)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		markdown.New(markdown.Options{})
	}
}
