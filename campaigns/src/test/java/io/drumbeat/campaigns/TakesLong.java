package io.drumbeat.campaigns;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;

/** A class of tests that takes ten seconds or more: it starts before the others, so that none of them runs alone at the end. */
@Order(1)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TakesLong {}
