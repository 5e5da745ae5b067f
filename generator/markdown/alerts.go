package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"touchstone/generator/diag"
)

// alerts makes a quote that begins with [!NOTE] stand out, as GitHub does; a title of its own may follow on the line.
func alerts(s *syntax) {
	s.Parser().AddOptions(parser.WithParagraphTransformers(util.Prioritized(alertParser{}, beforeGoldmark)))
	s.renderers[ast.KindBlockquote] = renderQuote
	s.renderers[kindAlertTitle] = renderAlertTitle
}

// alertTitles are the kinds of alerts in the order of their urgency, with the titles that they have by themselves.
var alertTitles = []struct{ kind, title string }{
	{"note", "Note"},
	{"tip", "Tip"},
	{"important", "Important"},
	{"warning", "Warning"},
	{"caution", "Caution"},
}

var kindAlertTitle = ast.NewNodeKind("AlertTitle")

// alertTitle is the first child of a quote that is an alert. Its children are the title that the writer gave, if any.
type alertTitle struct {
	ast.BaseBlock
	kind, title string
}

func (*alertTitle) Kind() ast.NodeKind { return kindAlertTitle }

// Dump implements goldmark's ast.Node.
func (t *alertTitle) Dump(source []byte, level int) {
	ast.DumpHelper(t, source, level, map[string]string{"Kind": t.kind}, nil)
}

var alertLine = regexp.MustCompile(`^\s*\[!([A-Za-z]+)\](?:[ \t]+(\S.*?))?\s*$`)

// alertParser finds alerts when a paragraph has been read but its text not yet parsed.
type alertParser struct{}

// Transform implements goldmark's parser.ParagraphTransformer.
func (alertParser) Transform(paragraph *ast.Paragraph, reader text.Reader, context parser.Context) {
	quote, ok := paragraph.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(paragraph) {
		return
	}
	lines := paragraph.Lines()
	first := lines.At(0)
	match := alertLine.FindSubmatchIndex(first.Value(reader.Source()))
	if match == nil {
		return
	}
	node := newAlertTitle(string(first.Value(reader.Source())[match[2]:match[3]]))
	if node == nil {
		conversionOf(context).reportAlert(first, match)
		return
	}
	if match[4] >= 0 {
		node.Lines().Append(text.NewSegment(first.Start-first.Padding+match[4], first.Start-first.Padding+match[5]))
	}
	quote.InsertBefore(quote, paragraph, node)
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		quote.RemoveChild(quote, paragraph)
	}
}

func newAlertTitle(word string) *alertTitle {
	for _, alert := range alertTitles {
		if strings.EqualFold(word, alert.kind) {
			return &alertTitle{kind: alert.kind, title: alert.title}
		}
	}
	return nil
}

// reportAlert reports a kind of alert that does not exist. Behind the brackets a quote may go on with anything, so
// only a word alone on its line is one.
func (c *conversion) reportAlert(line text.Segment, match []int) {
	if match[4] >= 0 {
		return
	}
	var kinds []string
	for _, alert := range alertTitles {
		kinds = append(kinds, strings.ToUpper(alert.kind))
	}
	word := string(line.Value(c.source)[match[2]:match[3]])
	c.report(line.Start-line.Padding+match[2], diag.BlockUnknown, "write one of "+strings.Join(kinds, ", "),
		"%q is not a kind of alert", word)
}

func renderQuote(o *output, node ast.Node, entering bool) ast.WalkStatus {
	alert, ok := node.FirstChild().(*alertTitle)
	switch {
	case ok && entering:
		o.write(`<aside class="alert alert-`, alert.kind, `" role="note">`, "\n")
	case ok:
		o.write("</aside>\n")
	case entering:
		o.write("<blockquote>\n")
	default:
		o.write("</blockquote>\n")
	}
	return ast.WalkContinue
}

func renderAlertTitle(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		o.write("</p>\n")
		return ast.WalkContinue
	}
	o.write(`<p class="alert-title">`)
	if !node.HasChildren() {
		o.write(node.(*alertTitle).title)
	}
	return ast.WalkContinue
}
