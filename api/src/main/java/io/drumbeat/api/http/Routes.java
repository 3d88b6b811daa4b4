package io.drumbeat.api.http;

import java.util.List;

/** Some calls that belong together. */
interface Routes {

    List<Route> routes();
}
