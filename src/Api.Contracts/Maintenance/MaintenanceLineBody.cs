namespace FileStorage.Api.Contracts.Maintenance;

/// <summary>One line of the answer to what an administrator has a server do: progress, findings, or the end.</summary>
public sealed record MaintenanceLineBody
{
    /// <summary>Things examined so far.</summary>
    public required long Examined { get; init; }

    /// <summary>Bytes read, or reclaimed, so far.</summary>
    public required long Bytes { get; init; }

    /// <summary>Things changed so far.</summary>
    public required long Changed { get; init; }

    /// <summary>What is wrong, found since the last line. Of a backup or a repair: why it came to nothing.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Whether this is the last line. An answer without one was cut off.</summary>
    public required bool Done { get; init; }
}
