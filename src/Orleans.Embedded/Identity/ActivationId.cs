namespace Orleans.Runtime;

/// <summary>Tells one life of a grain from the next one.</summary>
[Immutable]
public readonly struct ActivationId(Guid key) : IEquatable<ActivationId>
{
    internal Guid Key { get; } = key;

    public bool IsDefault => Key == Guid.Empty;

    public bool Equals(ActivationId other) => Key == other.Key;

    public override bool Equals(object? obj) => obj is ActivationId other && Equals(other);

    public override int GetHashCode() => Key.GetHashCode();

    public override string ToString() => $"@{Key:N}";

    public static bool operator ==(ActivationId left, ActivationId right) => left.Equals(right);

    public static bool operator !=(ActivationId left, ActivationId right) => !left.Equals(right);
}
