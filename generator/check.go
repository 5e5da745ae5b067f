package generator

import (
	"cmp"
	"context"
	"path"
	"runtime"
	"slices"
	"strings"

	"touchstone/generator/diag"
)

// Check finds every mistake in the text of every page. The error is a failure to read one.
func (p *Project) Check() (diag.List, error) {
	return p.check(context.Background(), runtime.GOMAXPROCS(0))
}

// CheckContext is Check for a server that answers requests meanwhile: it leaves a processor to them and ends soon after the
// context does, with its error.
func (p *Project) CheckContext(ctx context.Context) (diag.List, error) {
	list, err := p.check(ctx, max(1, runtime.GOMAXPROCS(0)-1))
	return list, cmp.Or(err, ctx.Err())
}

func (p *Project) check(ctx context.Context, workers int) (diag.List, error) {
	lists, failures := make([]diag.List, len(p.Site.Pages)), make([]error, len(p.Site.Pages))
	onWorkers(ctx, workers, len(lists), func(i int) { lists[i], failures[i] = p.Site.Check(p.Site.Pages[i]) })
	list := append(slices.Concat(lists...), p.checkPaths()...)
	list.Sort()
	return list, cmp.Or(failures...)
}

// checkPaths reports outputs that would be one file, on a host or on a disk that does not tell cases apart, and those
// that would be a file where another needs a folder.
func (p *Project) checkPaths() diag.List {
	const hint = "rename one of the two"
	var list diag.List
	taken := map[string]Output{}
	for _, output := range p.Outputs() {
		key := strings.ToLower(output.Path)
		if other, clash := taken[key]; clash {
			list.Add(diag.Position{File: output.Source}, diag.AddressClash, hint, "%s and %s would be published at one address, %s", output.Source, other.Source, output.Path)
		}
		taken[key] = output
	}
	for key, output := range taken {
		for folder := path.Dir(key); folder != "."; folder = path.Dir(folder) {
			if other, clash := taken[folder]; clash {
				list.Add(diag.Position{File: output.Source}, diag.AddressClash, hint, "%s would be published below %s, which is a file, made of %s", output.Source, other.Path, other.Source)
			}
		}
	}
	return list
}
