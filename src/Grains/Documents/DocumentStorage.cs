namespace FileStorage.Grains.Documents;

/// <summary>The grain storage that keeps documents.</summary>
public static class DocumentStorage
{
    /// <summary>The name under which the host registers it.</summary>
    public const string Name = "documents";
}
