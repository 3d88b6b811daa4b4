/** How a campaign is carried out: workflows, gateways, the worker. */
@NullMarked
package io.drumbeat.engine;

import org.jspecify.annotations.NullMarked;
