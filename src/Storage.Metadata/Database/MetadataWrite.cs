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

    /// <summary>
    /// Whose order this write belongs to: writes of one lane are applied in the order in which they were handed over, which is what
    /// <see cref="IMetadataDatabase.StartAsync"/> promises. Null where nothing depends on it. A drive's id as a rule.
    /// </summary>
    public Guid? Lane { get; private set; }

    /// <summary>Which of the writes that wait together may go first.</summary>
    public WriteStage Stage { get; private set; } = WriteStage.Others;

    public MetadataWrite In(Guid lane, WriteStage stage = WriteStage.Others)
    {
        Lane = lane;
        Stage = stage;
        return this;
    }

    /// <summary>Of several databases: the version of the map by which this one was chosen.</summary>
    internal long? MapVersion { get; private set; }

    internal MetadataWrite By(long mapVersion)
    {
        MapVersion = mapVersion;
        return this;
    }

    public MetadataWrite Add(SqlStatement statement)
    {
        _statements.Add(statement);
        return this;
    }

    internal ReadOnlySpan<SqlStatement> Span => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_statements);
}
