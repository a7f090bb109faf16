namespace FileStorage.Storage.Metadata.Database;

/// <summary>
/// Statements that are applied in this order, wholly or not at all. Put the compare-and-swap first: a write that fails there has
/// changed nothing and costs nothing to undo.
/// </summary>
public sealed class MetadataWrite
{
    private readonly List<SqlStatement> _statements;

    public MetadataWrite(int capacity = 2) => _statements = new List<SqlStatement>(capacity);

    public MetadataWrite(SqlStatement statement)
        : this(1) => _statements.Add(statement);

    public IReadOnlyList<SqlStatement> Statements => _statements;

    public MetadataWrite Add(SqlStatement statement)
    {
        _statements.Add(statement);
        return this;
    }

    internal ReadOnlySpan<SqlStatement> Span => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_statements);
}
