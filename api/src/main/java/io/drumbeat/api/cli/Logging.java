package io.drumbeat.api.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.drumbeat.api.config.LogFormat;
import java.net.URL;
import org.slf4j.LoggerFactory;

/** How log lines are written, always to standard error: logback.xml says text, until configuration says JSON. */
final class Logging {

    private Logging() {}

    static void write(LogFormat format) {
        if (format == LogFormat.TEXT) {
            return;
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        URL json = Logging.class.getResource("logback-json.xml");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        context.reset();
        try {
            configurator.doConfigure(json);
        } catch (JoranException e) {
            throw new IllegalStateException("logback-json.xml in the jar is broken", e);
        }
    }
}
