package generator

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"touchstone/generator/diag"
)

// CheckContext is [Project.Check] for a server that answers requests meanwhile: it leaves a processor to them, ends soon
// after the context does, and gives a panic as an error. The list is of use only when the error is nil.
func (p *Project) CheckContext(ctx context.Context) (diag.List, error) {
	lists := make([]diag.List, len(p.Site.Pages))
	var next atomic.Int64
	var failure atomic.Pointer[error]
	check := func() {
		defer func() {
			if value := recover(); value != nil {
				err := fmt.Errorf("check pages: panic: %v", value)
				failure.Store(&err)
			}
		}()
		for i := int(next.Add(1)) - 1; i < len(lists) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
			page := p.Site.Pages[i]
			lists[i] = p.Site.Check(page, p.Site.Document(page), p.anchorsOf)
		}
	}
	var group sync.WaitGroup
	for range max(1, runtime.GOMAXPROCS(0)-1) {
		group.Go(check)
	}
	group.Wait()
	if err := failure.Load(); err != nil {
		return nil, *err
	}
	list := append(slices.Concat(lists...), p.checkPaths()...)
	list.Sort()
	return list, ctx.Err()
}
