package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"touchstone/generator/diag"
)

// code highlights code samples, and makes a [Block] of each fence whose info word is one of [Options.Blocks].
func code(s *syntax) {
	s.renderers[ast.KindFencedCodeBlock] = renderFence
	s.renderers[ast.KindCodeBlock] = renderIndentedCode
}

func renderFence(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	fence := node.(*ast.FencedCodeBlock)
	info := o.readInfo(fence)
	if slices.Contains(o.options.Blocks, info.word) {
		o.cutBlock(fence, info)
		return ast.WalkContinue
	}
	sample := o.readSample(info)
	sample.code = string(content(fence.Lines(), o.source))
	o.checkSample(sample, info)
	html, ok := o.highlighter.figure(sample)
	if !ok {
		o.report(info.offset, diag.CodeTime, "shorten it, or call it text", "the code cannot be highlighted in reasonable time")
	}
	o.write(html, "\n")
	return ast.WalkContinue
}

func renderIndentedCode(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if entering {
		html, _ := o.highlighter.figure(sample{code: string(content(node.Lines(), o.source))}) // no language: always in time
		o.write(html, "\n")
	}
	return ast.WalkContinue
}

// cutBlock leaves a fence to be filled in by the rest of the site.
func (o *output) cutBlock(fence *ast.FencedCodeBlock, info info) {
	if info.rest != "" {
		o.report(info.restOffset, diag.BlockUnknown, "write what it needs between the fences",
			"a %s block takes nothing behind its name", info.word)
	}
	body := info.restOffset + len(info.rest) // of an empty body: behind the line that opens the fence
	if fence.Lines().Len() > 0 {
		body = fence.Lines().At(0).Start
	}
	o.cut(&Block{
		Kind:    info.word,
		Body:    string(content(fence.Lines(), o.source)),
		Pos:     o.places.at(fence.Pos()),
		BodyPos: o.places.at(body),
	})
}

func (o *output) checkSample(sample sample, info info) {
	if language := o.highlighter.languages.lookup(sample.language); !language.known {
		o.report(info.offset, diag.CodeLanguage, language.hint, "%q is not a known language", sample.language)
	}
	for _, r := range sample.marked {
		if lines := strings.Count(sample.code, "\n"); r.last > lines {
			o.report(info.restOffset, diag.BlockUnknown, "count from 1, blank lines too", "hl names line %d, but there are %d lines", r.last, lines)
		}
	}
	if len(sample.code) > maxHighlighted {
		o.report(info.offset, diag.CodeLanguage, "shorten it, or put it in a file of its own",
			"the code is too long to be highlighted")
	}
}
