namespace FileStorage.Tests.Runtime.Documents;

[GenerateSerializer, Alias("runtime.text-document")]
public sealed class TextDocument
{
    [Id(0)]
    public string Text { get; set; } = "";
}
