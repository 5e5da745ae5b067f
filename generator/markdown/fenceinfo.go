package markdown

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"touchstone/generator/diag"
)

// info is what stands behind the opening of a fence: a word, and the rest, which is meant to be attributes in braces.
type info struct {
	word, rest         string
	offset, restOffset int // in the text
}

func (o *output) readInfo(fence *ast.FencedCodeBlock) info {
	if fence.Info == nil {
		return info{offset: fence.Pos(), restOffset: fence.Pos()}
	}
	start := fence.Info.Segment.Start
	written := string(fence.Info.Segment.Value(o.source))
	end := strings.IndexAny(written, " \t{")
	if end < 0 {
		end = len(written)
	}
	rest := strings.TrimLeft(written[end:], " \t")
	return info{word: written[:end], rest: rest, offset: start, restOffset: start + len(written) - len(rest)}
}

// sampleAttribute matches one attribute of a code sample and the space behind it.
var sampleAttribute = regexp.MustCompile(`^(?:([A-Za-z_-]+)(?:="([^"]*)")?)(?:\s+|$)`)

const sampleHint = `write {title="…" hl="2,4-6" lines}, or some of these`

// readSample reads a code sample's attributes. Each that is wrong is reported and left out.
func (o *output) readSample(info info) sample {
	sample := sample{language: info.word}
	if info.rest == "" {
		return sample
	}
	inner, opened := strings.CutPrefix(info.rest, "{")
	inner, closed := strings.CutSuffix(inner, "}")
	if !opened || !closed {
		o.report(info.restOffset, diag.BlockUnknown, sampleHint, "%q is not attributes of a code sample", info.rest)
		return sample
	}
	offset := info.restOffset + len("{")
	for trimmed := strings.TrimLeft(inner, " \t"); trimmed != ""; trimmed = strings.TrimLeft(inner, " \t") {
		offset += len(inner) - len(trimmed)
		match := sampleAttribute.FindStringSubmatch(trimmed)
		if match == nil {
			o.report(offset, diag.BlockUnknown, sampleHint, "%q is not an attribute of a code sample", trimmed)
			break
		}
		if problem := sample.set(match[1], match[2]); problem != "" {
			o.report(offset, diag.BlockUnknown, sampleHint, "%s", problem)
		}
		inner = trimmed[len(match[0]):]
		offset += len(match[0])
	}
	return sample
}

// set gives an attribute to a sample and says what is wrong with it, if anything is.
func (s *sample) set(name, value string) (problem string) {
	switch name {
	case "title":
		s.title = value
		if value == "" {
			return "the title of a code sample is empty"
		}
	case "lines":
		s.numbered = true
		if value != "" {
			return "the attribute lines takes no value"
		}
	case "hl":
		ranges, ok := readRanges(value)
		if !ok {
			return "hl=" + strconv.Quote(value) + " is not lines and ranges of lines, such as 2,4-6"
		}
		s.marked = ranges
	default:
		return strconv.Quote(name) + " is not an attribute of a code sample"
	}
	return ""
}

// lineRange is a range of lines, from 1, both ends included.
type lineRange struct{ first, last int }

var lineRangeForm = regexp.MustCompile(`^\s*([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?\s*$`)

func readRanges(value string) ([]lineRange, bool) {
	const most = 100 // each line of the code is looked for in all of them
	if strings.Count(value, ",") >= most {
		return nil, false
	}
	var ranges []lineRange
	for part := range strings.SplitSeq(value, ",") {
		match := lineRangeForm.FindStringSubmatch(part)
		if match == nil {
			return nil, false
		}
		first, _ := strconv.Atoi(match[1]) // digits by the form
		last := first
		if match[2] != "" {
			last, _ = strconv.Atoi(match[2])
		}
		if last < first {
			return nil, false
		}
		ranges = append(ranges, lineRange{first, last})
	}
	return ranges, true
}
