package catalog

import (
	"path"
	"slices"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Runtime is what the entries of some groups run on, with support of its own that ends one day.
type Runtime struct {
	ID        string        `key:"id,required" doc:"A name of its own."`
	Label     string        `key:"label,required" doc:"The name as readers see it."`
	Groups    []string      `key:"groups,required" doc:"The groups whose entries run on it."`
	Releases  []ReleaseLine `key:"releases,required" doc:"Its lines of versions with the days on which their support ends."`
	Note      string        `key:"note" doc:"One short sentence, such as whose days these are."`
	Checked   content.Date  `key:"checked,required" doc:"The day on which the days were read."`
	Citations []Citation    `key:"sources,required" doc:"Where they stand."`
	Pos       diag.Position
}

// RuntimesFile is the form of runtimes.yaml, in the folder of the groups.
type RuntimesFile struct {
	Runtimes []Runtime `key:"runtimes,required"`
}

func (c *Catalog) loadRuntimes(tree *content.Tree, list *diag.List) {
	node := tree.Data[path.Join(content.Folder, c.Settings.Groups, "runtimes.yaml")]
	if c.Settings.Groups == "" || node == nil {
		return
	}
	var file RuntimesFile
	node.Decode(&file, list)
	taken := map[string]bool{}
	for i := range file.Runtimes {
		runtime := &file.Runtimes[i]
		if checkID(runtime.ID, taken[runtime.ID], runtime.Pos, list) {
			c.Runtimes = append(c.Runtimes, runtime)
		}
		taken[runtime.ID] = true
		runtime.Citations = c.cite(runtime.Citations, list)
		checkReleases(runtime.Releases, list)
		c.checkRuntimeGroups(runtime, list)
	}
}

func (c *Catalog) checkRuntimeGroups(runtime *Runtime, list *diag.List) {
	ids := make([]string, len(c.Groups))
	for i, group := range c.Groups {
		ids[i] = group.Term.ID
	}
	for _, id := range runtime.Groups {
		if !slices.Contains(ids, id) {
			list.Add(runtime.Pos, diag.ValueUnknown, content.DidYouMean(id, ids), "the runtime %s names the group %q, which no entry is in", runtime.ID, id)
		}
	}
}

// RuntimesOf gives what the entries among the given ones run on.
func (c *Catalog) RuntimesOf(entries ...*Entry) []*Runtime {
	var found []*Runtime
	for _, runtime := range c.Runtimes {
		runs := func(g *Group) bool {
			return slices.Contains(runtime.Groups, g.Term.ID) && slices.ContainsFunc(entries, func(e *Entry) bool { return slices.Contains(g.Entries, e) })
		}
		if slices.ContainsFunc(c.Groups, runs) {
			found = append(found, runtime)
		}
	}
	return found
}
