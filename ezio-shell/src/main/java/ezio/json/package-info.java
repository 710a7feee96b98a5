/** What JSON of ezio has in common, on standard output and in reports: {@link ezio.json.JsonValue}. */
package ezio.json;
