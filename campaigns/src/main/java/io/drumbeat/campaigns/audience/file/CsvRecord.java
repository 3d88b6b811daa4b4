package io.drumbeat.campaigns.audience.file;

import java.util.List;

/**
 * One record as the file has it.
 *
 * @param line the physical line it starts on, the file's first being 1
 * @param cells as they came, without the quotes around them
 * @param misquoted whether text stands behind a closing quote; that cell keeps its quotes
 */
public record CsvRecord(long line, List<String> cells, boolean misquoted) {}
