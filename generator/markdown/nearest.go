package markdown

// longestTyped is how long a name may be, in bytes, to be compared with others.
const longestTyped = 40

// nearest gives the name that a mistyped one was most likely meant to be, or nothing if none is similar. Of equally
// similar ones it is the first.
func nearest(typed string, names []string) string {
	if len(typed) > longestTyped {
		return ""
	}
	best, least := "", 1+len(typed)/3 // one letter of three may be wrong
	for _, name := range names {
		if d := len(name) - len(typed); d >= least || -d >= least {
			continue // so much longer or shorter that it cannot be
		}
		if d := distance(name, typed); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance counts the bytes to insert, remove or replace to make b, which is not longer than longestTyped, of a.
func distance(a, b string) int {
	var row [longestTyped + 1]int
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(above+1, row[j]+1, diagonal+cost)
			diagonal = above
		}
	}
	return row[len(b)]
}
