namespace FileStorage.Api.Nextcloud.Uploads;

/// <summary>What became of a file of a bulk upload.</summary>
/// <param name="Path">As the client named it.</param>
/// <param name="Etag">Null where it was not stored.</param>
/// <param name="FileId">As oc:id.</param>
/// <param name="Number">As oc:fileid.</param>
/// <param name="Permissions">As oc:permissions.</param>
/// <param name="Problem">Why it was not stored.</param>
internal sealed record BulkFile(string Path, string? Etag, string? FileId, long? Number, string? Permissions, string? Problem);
