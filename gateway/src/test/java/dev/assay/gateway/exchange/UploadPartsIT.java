package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parts of an upload are their maker's, as what becomes of them is. */
class UploadPartsIT {
  private static final String FORM =
      "--x\r\ncontent-disposition: form-data; name=\"data\"; filename=\"a\"\r\n\r\nbytes\r\n--x--\r\n";
  private static final String SURFACES = "surfaces: {uploads: free}";

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofOneProvider(stage ->
              Yaml.of(stage.dir(), stage.upstream().port(), "    pass_through: true\n", ""))
          .tenant("acme", text -> text.replace("surfaces: {}", SURFACES), "small")
          .tenant("globex", text -> text.replace("surfaces: {}", SURFACES), "small");

  @Test
  void aPartIsPutIntoNobodyElsesUpload() throws Exception {
    begins("acme", "upload_acme");
    begins("globex", "upload_globex");
    answers("{\"id\":\"part_acme\",\"object\":\"upload.part\",\"upload_id\":\"upload_acme\"}");
    RunningGateway.Answer added =
        STAGE.send(
            "acme",
            "POST",
            "/v1/uploads/upload_acme/parts",
            FORM,
            "content-type",
            "multipart/form-data; boundary=x");
    assertThat(added.status()).isEqualTo(200);
    int asked = STAGE.upstream().asked().size();
    String parts = "{\"part_ids\":[\"part_acme\"]}";
    assertThat(complete("globex", "upload_globex", parts).code()).isEqualTo("not_found");
    assertThat(complete("acme", "upload_acme", "{\"part_ids\":[\"part_of_nobody\"]}").code())
        .isEqualTo("not_found");
    assertThat(STAGE.upstream().asked()).hasSize(asked);
    assertThat(complete("acme", "upload_acme", parts).status()).isEqualTo(200);
  }

  private static void begins(String tenant, String upload) throws Exception {
    answers("{\"id\":\"" + upload + "\",\"object\":\"upload\"}");
    assertThat(STAGE.send(tenant, "POST", "/v1/uploads", "{\"bytes\":5}").status()).isEqualTo(200);
  }

  private static RunningGateway.Answer complete(String tenant, String upload, String parts)
      throws Exception {
    return STAGE.send(tenant, "POST", "/v1/uploads/" + upload + "/complete", parts);
  }

  private static void answers(String answer) {
    STAGE.upstream().plays((ask, line) -> line.json(200, answer));
  }
}
