package io.drumbeat.api.http.exchange;

import java.util.List;

/** Some calls that belong together. */
public interface Routes {

    List<Route> routes();
}
