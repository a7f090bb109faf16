using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace FileStorage.Tests.Runtime.Documents;

[GrainType("runtime.document")]
public sealed class DocumentGrain(
    [PersistentState("text", "documents")] IPersistentState<TextDocument> document,
    [PersistentState("other", "documents")] IPersistentState<TextDocument> other) : Grain, IDocumentGrain
{
    private string _textAtActivation = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _textAtActivation = document.State.Text;
        return Task.CompletedTask;
    }

    public async Task<string?> WriteAsync(string text)
    {
        document.State.Text = text;
        await document.WriteStateAsync();
        return document.Etag;
    }

    public Task<StoredText> ReadAsync() => Task.FromResult(new StoredText
    {
        Text = _textAtActivation + other.State.Text,
        RecordExists = document.RecordExists,
        Etag = document.Etag,
    });

    public Task ClearAsync() => document.ClearStateAsync();

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task WriteElsewhereAsync(string text)
    {
        var storage = ServiceProvider.GetRequiredKeyedService<IGrainStorage>("documents");
        var state = new GrainState<TextDocument>(new TextDocument());
        await storage.ReadStateAsync("text", GrainContext.GrainId, state);
        state.State = new TextDocument { Text = text };
        await storage.WriteStateAsync("text", GrainContext.GrainId, state);
    }
}
