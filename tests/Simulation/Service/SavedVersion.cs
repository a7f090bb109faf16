namespace FileStorage.Tests.Simulation.Service;

/// <summary>A version that was acknowledged: it must never be lost.</summary>
internal sealed record SavedVersion(Guid DriveId, Guid FileId, Guid VersionId, byte[] Content);
