namespace FileStorage.Sync.Local;

/// <summary>Where something lies below the synced folder: names joined by '/', empty for the folder itself. Never absolute, never "..".</summary>
public readonly record struct LocalPath(string Value)
{
    public static readonly LocalPath Root = new("");

    public bool IsRoot => Value.Length == 0;

    /// <summary>The last name; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folder it lies in; the root's is the root.</summary>
    public LocalPath Parent => new(Value[..Math.Max(Value.LastIndexOf('/'), 0)]);

    public LocalPath Child(string name) => new(IsRoot ? name : $"{Value}/{name}");

    /// <summary>Whether this is <paramref name="folder"/> or lies below it.</summary>
    public bool IsWithin(LocalPath folder) =>
        folder.IsRoot || Value == folder.Value || Value.StartsWith(folder.Value + "/", StringComparison.Ordinal);

    public override string ToString() => IsRoot ? "." : Value;
}
