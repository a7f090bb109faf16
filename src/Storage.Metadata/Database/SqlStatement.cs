namespace FileStorage.Storage.Metadata.Database;

/// <summary>
/// One SQL statement with its parameters, written ?1, ?2, … in the text. Texts are constants: each database prepares a text once a
/// connection and keeps it, so values never go into the text.
/// </summary>
public readonly struct SqlStatement
{
    private readonly SqlValue[] _parameters;

    public SqlStatement(string text, params SqlValue[] parameters)
    {
        Text = text;
        _parameters = parameters;
    }

    private SqlStatement(string text, SqlValue[] parameters, Expect expect)
    {
        Text = text;
        _parameters = parameters;
        Expect = expect;
    }

    public string Text { get; }

    public ReadOnlySpan<SqlValue> Parameters => _parameters;

    public Expect Expect { get; }

    /// <summary>The same statement as a compare-and-swap: unless it changes exactly one row, its write is a conflict.</summary>
    public SqlStatement ExpectingOneRow() => new(Text, _parameters, Expect.ExactlyOne);
}
