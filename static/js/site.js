// Everything here adds to pages that are whole without it.
import { copyButtons } from "./_copy.js";
import { drawer } from "./_drawer.js";
import { receipts } from "./_receipts.js";
import { tables } from "./_tables.js";
import { themeButton } from "./_theme.js";
import { contents } from "./_contents.js";

for (const part of [themeButton, drawer, contents, receipts, copyButtons, tables]) part();
