package site

import (
	"path"
	"slices"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
)

// Sample is code from a file of the project: the data of a sample block.
type Sample struct {
	Path     string // of the file
	Line     int    // of the code's first line in the file
	Language string // what to highlight it as
	Caption  string
	Code     string
}

// maxSample is the size in bytes above which a file is no sample: highlighting would hold up the build.
const maxSample = 64 << 10

func resolveSample(s *Site, page *Page, block *markdown.Block, list *diag.List) any {
	var body struct {
		File     string `key:"file,required"`
		Region   string `key:"region"`
		Caption  string `key:"caption"`
		Language string `key:"language"`
	}
	if !decodeBlock(block, &body, list) {
		return nil
	}
	name := content.Target(block.Pos.File, body.File)
	if !s.tree.Has(name) {
		list.Add(wordPos(block, body.File), diag.SampleMissing, content.DidYouMean(name, s.neighbours(name)), "there is no sample %s", name)
		return nil
	}
	text, err := s.tree.Text(name, list)
	if err != nil || text == nil || len(text) > maxSample {
		list.Add(wordPos(block, body.File), diag.SampleMissing, "", "the sample %s cannot be read, or is larger than %d bytes", name, maxSample)
		return nil
	}
	sample := &Sample{Path: name, Line: 1, Caption: body.Caption, Language: body.Language, Code: string(text)}
	if sample.Language == "" {
		sample.Language = languageOf(name)
	}
	if body.Region != "" && !sample.cut(body.Region) {
		list.Add(wordPos(block, body.Region), diag.SampleMissing, `mark it with comments "region: name" and "endregion"`, "the sample %s has no region %q", name, body.Region)
		return nil
	}
	return sample
}

// languageOf names the language of a file for the highlighter: its ending, or its name where that says more.
func languageOf(name string) string {
	switch base := path.Base(name); {
	case base == "Dockerfile":
		return "docker"
	case base == "Gemfile" || base == "Rakefile":
		return "ruby"
	case strings.HasSuffix(base, ".blade.php"):
		return "blade"
	}
	return strings.TrimPrefix(path.Ext(name), ".")
}

// cut leaves the lines between a comment "region: name" and the next "endregion", without their common indent.
func (s *Sample) cut(region string) bool {
	lines := strings.Split(s.Code, "\n")
	start := slices.IndexFunc(lines, func(line string) bool { return strings.HasSuffix(strings.TrimRight(line, " */->"), "region: "+region) })
	if start < 0 {
		return false
	}
	rest := lines[start+1:]
	if end := slices.IndexFunc(rest, func(line string) bool { return strings.HasSuffix(strings.TrimRight(line, " */->"), "endregion") }); end >= 0 {
		rest = rest[:end]
	}
	s.Line = start + 2
	s.Code = strings.Join(dedent(rest), "\n") + "\n"
	return true
}

func dedent(lines []string) []string {
	indent := -1
	for _, line := range lines {
		if trimmed := strings.TrimLeft(line, " \t"); trimmed != "" && (indent < 0 || len(line)-len(trimmed) < indent) {
			indent = len(line) - len(trimmed)
		}
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = line[min(max(indent, 0), len(line)):]
	}
	return out
}

// neighbours gives the files in the folder of a path, for hints.
func (s *Site) neighbours(name string) []string {
	return slices.DeleteFunc(slices.Clone(s.tree.Files), func(other string) bool { return path.Dir(other) != path.Dir(name) })
}
