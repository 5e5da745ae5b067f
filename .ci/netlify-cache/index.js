// Keeps remembered conversions between Netlify's builds. What is missing or old there is made again.
// https://docs.netlify.com/extend/develop-and-share/develop-build-plugins/
const folder = "./.cache/touchstone";

module.exports = {
  onPreBuild: ({ utils }) => utils.cache.restore(folder),
  onPostBuild: ({ utils }) => utils.cache.save(folder),
};
