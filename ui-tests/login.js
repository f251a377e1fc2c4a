/** Log in once, as a person does who follows the link with the token, and keep the cookies for every test. */
const { request } = require('@playwright/test');

module.exports = async function login() {
  const { TARGET_URL, LAB_TEST_TOKEN, LAB_TEST_STATE } = process.env;
  const context = await request.newContext();
  const answer = await context.get(`${TARGET_URL}/lab?token=${LAB_TEST_TOKEN}`);
  if (!answer.ok()) {
    throw new Error(`logging in to ${TARGET_URL} answered ${answer.status()}`);
  }
  await context.storageState({ path: LAB_TEST_STATE });
  await context.dispose();
};
