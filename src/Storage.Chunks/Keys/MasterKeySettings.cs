namespace FileStorage.Storage.Chunks.Keys;

/// <summary>Where the master key comes from. All unset: a file beside the ring, made at the first start.</summary>
internal sealed record MasterKeySettings
{
    public string? Current { get; init; }

    public string? CurrentFile { get; init; }

    public string? Previous { get; init; }

    public string? PreviousFile { get; init; }

    /// <exception cref="KeyRingException">The settings contradict each other, or a key cannot be read.</exception>
    public MasterKey? ReadCurrent() => Read(Current, CurrentFile, "MasterKey");

    /// <exception cref="KeyRingException">As <see cref="ReadCurrent"/>.</exception>
    public MasterKey? ReadPrevious() => Read(Previous, PreviousFile, "PreviousMasterKey");

    private static MasterKey? Read(string? key, string? file, string setting)
    {
        if (!string.IsNullOrEmpty(key) && !string.IsNullOrEmpty(file))
        {
            throw new KeyRingException($"Both Chunks:{setting} and Chunks:{setting}File are set; set one of them.");
        }

        if (!string.IsNullOrEmpty(key))
        {
            return MasterKey.Parse(key, $"the setting Chunks:{setting}");
        }

        if (string.IsNullOrEmpty(file))
        {
            return null;
        }

        try
        {
            return MasterKey.Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException($"The master key file {file} (Chunks:{setting}File) cannot be read: {e.Message}", e);
        }
    }
}
