package generator_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/generator"
	"touchstone/generator/assets"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/store"
)

// After each of many random edits, three things are the same: a build from nothing, the output folder of a build that
// remembers and only replaces what changed, and a project that was loaded once and then told of each change.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			editor := &editor{Rand: rand.New(rand.NewPCG(seed, 1)), project: brokers(t)}
			folder, out := t.TempDir(), t.TempDir()
			loader := generator.NewLoader(configOf(editor.project))
			expectSame(t, build(t, configOf(editor.project)), loaded(t, loader, []string{content.Folder, assets.Folder}))
			last := map[string]string{}
			for step := range 50 {
				changed := editor.edit()
				config := configOf(editor.project)
				cold := build(t, config)
				followed := loaded(t, loader, changed)
				if !cold.published {
					followed.files, cold.files = last, last // a build with mistakes leaves the last good site
				}
				last = cold.files
				config.Documents = store.Open[markdown.Document](folder, 100)
				expectSame(t, cold, buildInto(t, config, out))
				config.Documents.Close()
				expectSame(t, cold, followed)
				if t.Failed() {
					t.Fatalf("after step %d: %v", step, changed)
				}
			}
		})
	}
}

// Nothing that another version of the program has remembered is taken for its own.
func TestCacheOfAnotherVersion(t *testing.T) {
	t.Parallel()
	config, folder := configOf(brokers(t)), t.TempDir()
	for _, run := range []struct {
		version string
		fresh   bool
	}{{"1", true}, {"1", false}, {"2", true}, {"1", false}} {
		config.Version, config.Documents = run.version, store.Open[markdown.Document](folder, 100)
		report, _, err := generator.Build(config, t.TempDir(), diag.Error)
		config.Documents.Close()
		if err != nil {
			t.Fatal(err)
		}
		if fresh := report.Converted > 0; fresh != run.fresh || fresh == (report.Remembered > 0) {
			t.Errorf("version %s converts %d texts and remembers %d", run.version, report.Converted, report.Remembered)
		}
	}
}

// loaded loads a project after changes and renders all of it.
func loaded(t *testing.T, loader *generator.Loader, changed []string) built {
	t.Helper()
	project, list, err := loader.Load(changed)
	if err != nil {
		t.Fatal(err)
	}
	result := built{files: map[string]string{}}
	if project != nil {
		checked, err := project.Check()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, checked...)
		for _, output := range project.Outputs() {
			data, mistakes, err := output.Render()
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, mistakes...)
			result.files[output.Path] = string(data)
		}
	}
	list.Sort()
	result.diagnostics = printed(t, list)
	return result
}

// editor makes edits as people do; some of them are mistakes.
type editor struct {
	*rand.Rand
	project fstest.MapFS
	made    int
}

// edit changes the project and gives the paths of what changed.
func (e *editor) edit() []string {
	name := e.pick(".md")
	changed := []string{name}
	e.made++
	switch e.IntN(12) {
	case 0:
		name = path.Join(path.Dir(name), fmt.Sprintf("new-%d.md", e.made))
		changed = []string{name}
		e.put(name, fmt.Sprintf("---\ntitle: New %d\n---\nSee [home](%sindex.md).\n", e.made, strings.Repeat("../", strings.Count(name, "/")-1)))
	case 1:
		moved := path.Join(path.Dir(name), fmt.Sprintf("moved-%d.md", e.made))
		changed = append(changed, moved)
		e.put(moved, string(e.project[name].Data))
		delete(e.project, name)
	case 2:
		delete(e.project, name)
	case 3:
		e.replace(name, "title: ", fmt.Sprintf("weight: %d\ntitle: Again %d ", e.IntN(9)-4, e.made))
	case 4:
		e.put(name, string(e.project[name].Data)+fmt.Sprintf("\n## More %d\n\n```go\nvar x = %d\n```\n", e.made, e.made))
	case 5:
		name = e.pick("facts.yaml")
		changed = []string{name}
		e.replace(name, "value: ", fmt.Sprintf("note: changed %d, value: ", e.made))
	case 6:
		name = "templates/page.html"
		changed = []string{name}
		e.put(name, fmt.Sprintf("{{template \"head\" .}}<p>%d, with {{len .Site.Pages}} pages</p>\n", e.made))
	case 7:
		name = "static/css/site.css"
		changed = []string{name}
		e.put(name, fmt.Sprintf("body { margin: %dpx }\n", e.made))
	case 8:
		name = "content/brokers/hare/samples/hello.sh" // shown by a page
		changed = []string{name}
		e.put(name, fmt.Sprintf("send queue %d\n", e.made))
	case 9:
		name = "content/guide/_tail.md" // included by another
		changed = []string{name}
		e.put(name, fmt.Sprintf("The tail, number %d.\n", e.made))
	case 10:
		name = "static/images/extra.txt"
		changed = []string{name}
		if _, there := e.project[name]; there {
			delete(e.project, name)
		} else {
			e.put(name, fmt.Sprint(e.made))
		}
	case 11:
		name = "content/brokers/sources.yaml"
		changed = []string{name}
		e.replace(name, "title: ", fmt.Sprintf("title: Number %d of ", e.made))
	}
	if e.project["content/index.md"] == nil {
		e.put("content/index.md", homePage)
	}
	return changed
}

func (e *editor) pick(suffix string) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(e.project)), func(name string) bool {
		return !strings.HasSuffix(name, suffix) || !strings.HasPrefix(name, "content/")
	})
	return names[e.IntN(len(names))]
}

func (e *editor) put(name, text string) {
	e.project[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
}

func (e *editor) replace(name, old, new string) {
	e.put(name, strings.Replace(string(e.project[name].Data), old, new, 1))
}
