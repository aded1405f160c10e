package org.emoglot.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * The configuration of a folder.
 *
 * @param json as in config.json
 * @param preprocessor the feature extractor's settings
 * @param file where it stands, for messages
 */
public record FolderConfig(JsonNode json, JsonNode preprocessor, Path file) {}
