//! One pool for arrays and scratch memory, and the pages below it.
