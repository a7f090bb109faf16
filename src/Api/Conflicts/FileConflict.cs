using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Conflicts;

/// <summary>How a conflict was settled, and with what.</summary>
internal sealed record FileConflict(ConflictOutcome Outcome, Entry With);
