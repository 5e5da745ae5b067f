package generator

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel calls do for 0 to n-1 on all processors and returns when all calls have. Results belong into slices by
// index, so that their order does not depend on the processors.
func inParallel(n int, do func(i int)) {
	onWorkers(context.Background(), runtime.GOMAXPROCS(0), n, do)
}

// onWorkers is inParallel on a number of processors, until the context ends. A panic in do becomes one of the caller, who
// may be able to go on after it.
func onWorkers(ctx context.Context, workers, n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	var once sync.Once
	var panicked any
	for range min(n, workers) {
		group.Go(func() {
			defer func() {
				if value := recover(); value != nil {
					once.Do(func() { panicked = value })
				}
			}()
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
	if panicked != nil {
		panic(panicked)
	}
}
