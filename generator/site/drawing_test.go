package site

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// FuzzDrawing: a drawing that is accepted holds no script, no handler and no address but of its own parts, however it is
// read: by the letter, or as XML.
func FuzzDrawing(f *testing.F) {
	for _, drawing := range []string{`<svg/>`, `<svg onload="x"/>`, `<svg><script/></svg>`, `<svg><use href="#a"/></svg>`, `<svg><use href="&#x6a;avascript:x"/></svg>`, `<svg><g fill="url(#a)"/></svg>`,
		`<svg><g fill="url(#a) url(x)"/></svg>`, `<svg><g mask="image-set('x' 1x)"/></svg>`, `<!DOCTYPE svg><svg/>`, `<?xml version="1.0"?><svg/>`, `<?x y?><svg/>`, `<svg><![CDATA[<script>]]></svg>`, `<svg><!-- <script> --></svg>`,
		`<svg xml:base="x"/>`, `<x:svg xmlns:x="y"><x:script/></x:svg>`, `<svg><style>@import "x"</style></svg>`, `<svg><g style="x"/></svg>`, `<svg><a href="javascript:x"/></svg>`, `<svg><g fill="\75rl(x)"/></svg>`} {
		f.Add(drawing)
	}
	f.Fuzz(func(t *testing.T, drawing string) {
		tree, _, err := content.Load(fstest.MapFS{"content/a.svg": {Data: []byte(drawing)}})
		if err != nil {
			t.Fatal(err)
		}
		var list diag.List
		accepted := safeDrawing(tree, "content/a.svg", &list)
		if accepted == (len(list) > 0) {
			t.Fatalf("accepted: %v, with %v", accepted, list)
		}
		if accepted {
			checkDrawing(t, drawing)
		}
	})
}

var (
	runs  = regexp.MustCompile(`(?i)^(script|handler|listener|foreignobject|iframe|object|embed|image|style|link|meta|a|animate.*|set|audio|video|feimage|html|body|form|input)$`)
	loads = regexp.MustCompile(`(?i)(url|image|image-set|src)\(\s*[^#\s]|\\`)
)

func checkDrawing(t *testing.T, drawing string) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(drawing))
	decoder.Strict = false // a browser may be more lenient than our reader
	decoder.Entity = xml.HTMLEntity
	for {
		token, err := decoder.Token()
		if err != nil {
			return
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if runs.MatchString(start.Name.Local) {
			t.Errorf("element %s", start.Name.Local)
		}
		for _, attribute := range start.Attr {
			name := strings.ToLower(attribute.Name.Local)
			if strings.HasPrefix(name, "on") || name == "style" || name == "href" && !strings.HasPrefix(attribute.Value, "#") || loads.MatchString(attribute.Value) {
				t.Errorf("attribute %s=%q", attribute.Name.Local, attribute.Value)
			}
		}
	}
}
