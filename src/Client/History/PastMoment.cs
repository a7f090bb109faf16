using System.Globalization;

namespace FileStorage.Client.History;

/// <summary>A moment of a drive: a time, or exactly, the number of a change.</summary>
public readonly record struct PastMoment
{
    private PastMoment(DateTimeOffset? at, long? number)
    {
        At = at;
        Number = number;
    }

    public DateTimeOffset? At { get; }

    public long? Number { get; }

    public static PastMoment OfTime(DateTimeOffset at) => new(at, number: null);

    /// <param name="number">After the change of this number, before the next; 0 is before the first.</param>
    public static PastMoment OfNumber(long number) => new(at: null, number);

    /// <summary>As a part of a query.</summary>
    internal string Query => Number is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"number={number}")
        : "at=" + Uri.EscapeDataString((At ?? DateTimeOffset.UnixEpoch).ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
}
