namespace FileStorage.Storage.Metadata.Uploads;

/// <summary>What has come of an upload.</summary>
/// <param name="Parts">Rows.</param>
/// <param name="SizeBytes">Of all of them.</param>
/// <param name="LastUnixMilliseconds">When the newest came; 0 where none has.</param>
public sealed record UploadTotals(long Parts, long SizeBytes, long LastUnixMilliseconds);
