namespace FileStorage.Api.Administration;

/// <summary>What of a backup is copied by now.</summary>
public sealed record BackupProgress(long Files, long Bytes, bool IsDone);
