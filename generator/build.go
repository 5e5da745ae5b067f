package generator

import (
	"cmp"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/publish"
)

// ErrMistakes says that a project has mistakes, which a list tells, and was not published.
var ErrMistakes = errors.New("the project has mistakes")

// Report tells what a build did and how long its stages took.
type Report struct {
	publish.Result
	Pages      int
	Coverage   catalog.Coverage
	Converted  int           // texts that were converted, and not remembered
	Remembered int           // texts that were not
	Load       time.Duration // reading, the catalogue, the page tree, the theme
	Render     time.Duration // converting and drawing pages, staging outputs
	Check      time.Duration
	Publish    time.Duration // moving outputs into place, removing what is gone
}

// Build checks a project, renders every output and publishes them in a folder. The list holds all mistakes, those of
// Load among them. Nothing is published, and the error is [ErrMistakes], when one of them is of at least the severity
// given; any other error is a failure to read or write.
func Build(config Config, dir string, blocking diag.Severity) (Report, diag.List, error) {
	var report Report
	lap := stopwatch()
	project, list, err := Load(config)
	report.Load = lap()
	if err != nil {
		return report, list, err
	}
	if project == nil {
		return report, list, ErrMistakes
	}
	report.Pages, report.Coverage = len(project.Site.Pages), project.coverage()
	list = append(list, project.checkPaths()...)
	if blocks(list, blocking) { // the folder is not touched at all
		mistakes, err := project.allMistakes()
		list = append(list, mistakes...)
		list.Sort()
		return report, list, cmp.Or(err, ErrMistakes)
	}
	writer, err := publish.Open(dir)
	if err != nil {
		return report, list, err
	}
	mistakes, err := project.stage(writer)
	report.Render = lap()
	checked, errCheck := project.Check() // after the pages were drawn: their outlines are in memory
	report.Check = lap()
	list = slices.Concat(list, mistakes, checked)
	list.Sort()
	if err = cmp.Or(err, errCheck); err == nil && blocks(list, blocking) {
		err = ErrMistakes
	}
	if err != nil {
		return report, list, errors.Join(err, writer.Abort())
	}
	report.Result, err = writer.Commit()
	report.Publish = lap()
	report.Converted = config.Documents.Kept()
	report.Remembered = max(0, project.texts()-report.Converted)
	return report, list, err
}

// stopwatch gives a function that tells the time since its last call.
func stopwatch() func() time.Duration {
	last := time.Now()
	return func() time.Duration {
		now := time.Now()
		defer func() { last = now }()
		return now.Sub(last)
	}
}

func blocks(list diag.List, severity diag.Severity) bool {
	return slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Rule.Severity >= severity })
}

// stage renders all outputs into the writer. The error is the first failure to write.
func (p *Project) stage(writer *publish.Writer) (diag.List, error) {
	outputs := p.Outputs()
	lists, failures := make([]diag.List, len(outputs)), make([]error, len(outputs))
	var done atomic.Int64
	inParallel(len(outputs), func(i int) {
		data, mistakes, err := outputs[i].Render()
		if err == nil && len(mistakes) == 0 {
			err = writer.Put(publish.Output{Path: outputs[i].Path, Data: data})
		}
		lists[i], failures[i] = mistakes, err
		if p.config.Progress != nil {
			p.config.Progress(int(done.Add(1)), len(outputs))
		}
	})
	return onePerPlace(slices.Concat(lists...)), cmp.Or(failures...)
}

// onePerPlace keeps one diagnostic for each place in a template: a mistake there comes with every page that it draws.
func onePerPlace(list diag.List) diag.List {
	seen := map[diag.Position]bool{}
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool {
		again := seen[d.Pos]
		seen[d.Pos] = true
		return again
	})
}

// Check finds every mistake of a project without publishing anything, and counts its facts. The error is a failure to read.
func Check(config Config) (catalog.Coverage, diag.List, error) {
	project, list, err := Load(config)
	if err != nil || project == nil {
		return catalog.Coverage{}, list, err
	}
	mistakes, err := project.allMistakes()
	list = append(list, mistakes...)
	list.Sort()
	return project.coverage(), list, err
}

// texts counts the pages that somebody wrote; the others have no text to convert.
func (p *Project) texts() int {
	n := 0
	for _, page := range p.Site.Pages {
		if page.File != nil {
			n++
		}
	}
	return n
}

func (p *Project) coverage() catalog.Coverage {
	if p.Site.Catalog == nil {
		return catalog.Coverage{}
	}
	return p.Site.Catalog.Coverage(p.Site.Catalog.Entries...)
}

// allMistakes checks every page and draws it, for the mistakes of its template.
func (p *Project) allMistakes() (diag.List, error) {
	pages := p.Site.Pages
	lists, failures := make([]diag.List, len(pages)), make([]error, len(pages))
	inParallel(len(pages), func(i int) {
		_, lists[i], failures[i] = p.pageOutput(pages[i]).Render()
	})
	checked, err := p.Check()
	return append(onePerPlace(slices.Concat(lists...)), checked...), cmp.Or(cmp.Or(failures...), err)
}

// Schemas gives the JSON Schemas of front matter and of every kind of YAML file, by the file's name.
func Schemas(config Config) (map[string]content.Schema, error) {
	tree, _, err := content.Load(config.Root)
	if err != nil {
		return nil, err
	}
	schemas := map[string]content.Schema{}
	if cat, _ := catalog.New(tree); cat != nil {
		schemas = cat.Schemas()
	}
	schemas["front-matter"] = content.SchemaOf("Front matter", content.FrontMatter{})
	schemas["site.yaml"] = content.SchemaOf("Site", content.Settings{})
	return schemas, nil
}
