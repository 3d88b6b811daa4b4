/** Where the stores of all rooms are built, on one database. */
@NullMarked
package io.drumbeat.campaigns.stores;

import org.jspecify.annotations.NullMarked;
