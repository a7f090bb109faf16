namespace FileStorage.Silo.Backups;

/// <summary>Where backups may go.</summary>
public sealed class BackupOptions
{
    public const string Section = "Backup";

    /// <summary>The folder inside of which backups are made; unset: <c>backups</c> in the data folder. An administrator cannot make one elsewhere.</summary>
    public string? Directory { get; set; }
}
