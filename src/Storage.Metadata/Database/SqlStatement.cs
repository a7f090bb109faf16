namespace FileStorage.Storage.Metadata.Database;

/// <summary>
/// One SQL statement with its parameters, written ?1, ?2, … in the text. Texts are constants: each database prepares a text once a
/// connection and keeps it, so values never go into the text.
/// </summary>
public readonly struct SqlStatement
{
    private readonly SqlValue[] _parameters;

    public SqlStatement(string text, params SqlValue[] parameters)
        : this(text, parameters, Expect.AnyRows, many: null, isOncePerLane: false, isLookup: false)
    {
    }

    private SqlStatement(string text, SqlValue[] parameters, Expect expect, string? many, bool isOncePerLane, bool isLookup)
    {
        Text = text;
        _parameters = parameters;
        Expect = expect;
        Many = many;
        IsOncePerLane = isOncePerLane;
        IsLookup = isLookup;
    }

    public string Text { get; }

    public ReadOnlySpan<SqlValue> Parameters => _parameters;

    public Expect Expect { get; }

    /// <summary>
    /// The same for many rows at once, as a database with a server understands it: each parameter is an array with a value a row. Null where
    /// there is no such text. What has one does the same in any order, as far as other rows are concerned.
    /// </summary>
    internal string? Many { get; }

    /// <summary>Whether all of one lane are about the same row, so that only those of different lanes can be one statement.</summary>
    internal bool IsOncePerLane { get; }

    /// <summary>Whether it finds one row by a key, in microseconds, so that it may travel with others and wait for them.</summary>
    internal bool IsLookup { get; }

    /// <summary>The same statement as a compare-and-swap: unless it changes exactly one row, its write is a conflict.</summary>
    public SqlStatement ExpectingOneRow() => new(Text, _parameters, Expect.ExactlyOne, Many, IsOncePerLane, IsLookup);

    /// <summary>The same statement, with its text for many rows.</summary>
    internal SqlStatement WithMany(string many) => new(Text, _parameters, Expect, many, IsOncePerLane, IsLookup);

    /// <summary>The same statement as one about the one row of its lane.</summary>
    internal SqlStatement OncePerLane() => new(Text, _parameters, Expect, Many, isOncePerLane: true, IsLookup);

    /// <summary>The same query as one that finds one row by a key.</summary>
    internal SqlStatement AsLookup() => new(Text, _parameters, Expect, Many, IsOncePerLane, isLookup: true);
}
