namespace FileStorage.Tests.Simulation.Sync;

/// <summary>A version of a file of the model; the model keeps all of them.</summary>
internal sealed record ModelVersion(Guid Id, long Number, byte[] Content, DateTimeOffset ModifiedAt, bool Executable);
