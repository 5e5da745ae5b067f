package markdown

import (
	"crypto/sha256"
	"sync"
)

// memory remembers highlighted code by the hash of what went into it. Half of it is forgotten when it is full, the half
// that was not asked for lately: it must not grow with a site of ten thousand pages.
type memory struct {
	mutex    sync.Mutex
	new, old map[[sha256.Size]byte]string
	size     int // bytes of HTML in new
}

// maxRemembered is the bytes of HTML in each half.
const maxRemembered = 8 << 20

func (m *memory) recall(key [sha256.Size]byte) (html string, ok bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if html, ok = m.new[key]; ok {
		return html, true
	}
	if html, ok = m.old[key]; ok {
		m.put(key, html)
	}
	return html, ok
}

func (m *memory) remember(key [sha256.Size]byte, html string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.put(key, html)
}

func (m *memory) put(key [sha256.Size]byte, html string) {
	if m.new == nil || m.size > maxRemembered {
		m.old, m.new, m.size = m.new, map[[sha256.Size]byte]string{}, 0
	}
	m.new[key] = html
	m.size += len(html)
}
