// Applies the theme that the reader chose before anything is painted. It blocks, so it is kept this small.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed: the system's scheme holds.
}
